// Signing out clears this device. What lies nowhere else is sent first or kept as a draft; where that
// cannot be done one is asked.
import { drop, flush, keyOf, waiting, words } from './outbox.js';
import { button, dialog, keeping, say, user } from './words.js';

const answerMs = 20000;

export async function leave(form, submitter) {
  await flush();
  keeping.isOver = true;
  const left = await rescued();
  const go = () => { keeping.isOver = true; form.requestSubmit(submitter); };
  if (!left.length) { go(); return; }
  keeping.isOver = false;
  const box = dialog(say('leaving')), title = document.createElement('h2'), why = document.createElement('p'), list = document.createElement('ul'), row = document.createElement('p');
  title.textContent = say('leaving');
  why.textContent = say('leaving_words');
  for (const text of left) {
    const one = document.createElement('li');
    one.className = 'begun';
    one.dir = 'auto';
    one.textContent = text;
    list.append(one);
  }
  row.className = 'row';
  row.append(button(say('leaving_stay'), () => box.close(), 'primary'), button(say('leaving_go'), () => { box.close(); go(); }));
  box.append(title, why, list, row);
  box.addEventListener('close', () => submitter.focus());
  box.showModal();
}

// The words of what could not be brought to the server. What is written on comes before what waits: a
// post on its sheet again is both, and its newer words are on the sheet.
async function rescued() {
  const left = [];
  for (const key of Object.keys(localStorage)) {
    const [kind, whose] = key.split(':', 2), place = key.slice(kind.length + whose.length + 2);
    if (whose !== user || !['draft', 'talk'].includes(kind)) continue;
    const was = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (kind === 'draft' && was && !was.isAhead) continue;
    if (kind === 'talk') { if (was?.text) left.push(was.text); continue; }
    const entries = [...(was?.entries ?? []), ['draft', was?.draft ?? ''], ['seen', was?.seen ?? ''], ...(place.startsWith('re-') ? [['in_reply_to', place.slice(3)]] : [])];
    if (place.startsWith('edit-') || !await saved(entries)) { left.push(words(entries)); continue; }
    localStorage.removeItem(key);
    if (place.startsWith('out-')) drop(place.slice('out-'.length));
  }
  for (const post of waiting().filter(post => !localStorage.getItem(`draft:${user}:out-${keyOf(post)}`))) {
    // What was said to few becomes no draft of a post.
    if (!post.to && await saved(post.entries)) drop(keyOf(post)); else left.push(words(post.entries));
  }
  return left;
}

// Among the drafts of the server.
async function saved(entries) {
  const body = new URLSearchParams(entries.filter(([name]) => !['offered', 'never'].includes(name)));
  body.set('form_token', document.querySelector('#f [name=form_token]')?.value ?? '');
  try {
    const answer = await fetch('/compose/draft', { method: 'POST', body, headers: { 'HX-Request': 'true' }, signal: AbortSignal.timeout(answerMs) });
    return answer.ok && Boolean((await answer.json()).draft);
  } catch {
    return false;
  }
}
