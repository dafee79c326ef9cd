// All emoji to choose from, the server's own first: fetched when they are asked for the first time.
// What is pressed stands where the text was left.
import { parsed } from './answers.js';

let all = null;

async function fetched() {
  const answer = await fetch('/compose/complete?kind=all_emoji', { headers: { 'HX-Request': 'true' } });
  if (!answer.ok) throw new Error();
  return answer.text();
}

export async function emoji(box) {
  const list = box.querySelector('ul');
  if (list.children.length) return;
  try {
    const html = await (all ??= fetched());
    if (list.children.length) return;
    for (const one of parsed(html).querySelectorAll('li')) {
      const row = document.createElement('li'), button = document.createElement('button'), picture = one.querySelector('img');
      button.type = 'button';
      button.className = 'btn quiet';
      if (picture) {
        picture.alt = button.title = one.dataset.insert;
        button.append(document.adoptNode(picture));
      } else button.textContent = one.dataset.insert;
      button.addEventListener('click', () => put(box, one.dataset.insert));
      row.append(button);
      list.append(row);
    }
  } catch {
    // Without a network; the next time it is asked for anew.
    all = null;
    box.open = false;
  }
}

function put(box, insert) {
  const text = (box.closest('.piece') ?? box.closest('form')).querySelector('textarea');
  const before = text.value.slice(0, text.selectionStart);
  // A shortcode is one only between spaces.
  const isOurs = insert.startsWith(':');
  text.setRangeText(`${isOurs && /\S$/.test(before) ? ' ' : ''}${insert}${isOurs ? ' ' : ''}`, text.selectionStart, text.selectionEnd, 'end');
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
}
