// Something said once, below; it goes by itself unless there is something to press in it.
import { say } from './words.js';

const shownMs = 6000, withButtonMs = 20000;

// link: somewhere to go (href), or something to do (act).

// stays: until it is closed or its button is pressed.

export function toast(text, link, stays) {
  const box = document.createElement('div'), p = document.createElement('p');
  box.className = 'toast';
  p.textContent = text;
  box.append(p);
  if (link) {
    const a = document.createElement(link.href ? 'a' : 'button');
    a.className = 'btn';
    if (link.href) a.href = link.href;
    else { a.type = 'button'; a.addEventListener('click', () => { box.remove(); link.act(); }); }
    a.textContent = link.text;
    box.append(a);
  }
  document.getElementById('toasts')?.append(box);
  goes(box, stays);
}

function goes(box, stays) {
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'btn icon quiet';
  close.textContent = '×';
  close.setAttribute('aria-label', say('close'));
  close.addEventListener('click', () => box.remove());
  box.append(close);
  if (stays) return;
  const ms = Number(box.dataset.seconds) * 1000;
  setTimeout(() => box.remove(), ms || (box.querySelector('.btn:not(.icon)') ? withButtonMs : shownMs));
}

document.querySelectorAll('#toasts .toast').forEach(goes);
