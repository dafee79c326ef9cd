// Keys, off where one writes: j k next and previous post, Enter open, n write, r reply, b boost,
// f favourite, m bookmark, o open warning or picture, . load new, / search, u back, g and a letter
// for a place, ? all of them.
import { button, dialog, say } from './words.js';

const places = { h: '/home', n: '/notifications', c: '/conversations', s: '/stories' };
let went = false;

function posts() { return [...document.querySelectorAll('article.post')]; }

function current() { return document.activeElement.closest?.('article.post'); }

function step(by) {
  const all = posts(), at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? all.findIndex(p => p.getBoundingClientRect().top >= 0) : 0) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'center' });
}

const act = name => current()?.querySelector(`.act.${name}`)?.click();
const go = path => { location.href = path; };

function uncover() {
  const cover = current()?.querySelector('details.cw, details.veiled');
  if (cover) cover.open = !cover.open;
  else current()?.querySelector('.pics a')?.click();
}

async function help() {
  if (document.getElementById('keys')) return;
  const box = dialog(say('keys')), head = document.createElement('h2'), list = document.createElement('div');
  box.id = 'keys';
  head.textContent = say('keys');
  box.append(head, list, button(say('close'), () => box.close()));
  try {
    await htmx.ajax('GET', '/keys', { target: list });
    box.showModal();
  } catch {
    // Said already; the next time it is asked for anew.
    box.remove();
  }
}

document.addEventListener('keydown', e => {
  if (document.body.dataset.keys === 'no' || document.querySelector('dialog[open]') || e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.('input, textarea, select, [contenteditable]')) return;
  if (went) {
    went = false;
    if (places[e.key]) go(places[e.key]);
    return;
  }
  switch (e.key) {
    case 'j': step(1); break;
    case 'k': step(-1); break;
    case 'Enter': if (document.activeElement.matches('article.post')) go(document.activeElement.dataset.href); break;
    case 'n': { e.preventDefault(); const text = document.querySelector('.compose textarea'); text ? text.focus() : go('/compose'); break; }
    case 'r': act('reply'); break;
    case 'b': act('boost'); break;
    case 'f': act('favourite'); break;
    case 'm': act('bookmark'); break;
    case 'o': uncover(); break;
    case '?': help(); break;
    case '.': document.querySelector('.fresh a:not([hidden])')?.click(); break;
    case '/': e.preventDefault(); go('/search'); break;
    case 'u': history.back(); break;
    case 'g': went = true; setTimeout(() => { went = false; }, 1500); break;
  }
});
