// Posts that the server has not answered to: they lie on this device, in sight, and are sent when
// the network is back, each under the key it was first sent with.
import { outbox, say, user } from './words.js';
import { toast } from './toast.js';

const againMs = 30000, answerMs = 60000, postsMax = 20;
let box = null, timer = 0, isSending = false;

const read = () => JSON.parse(localStorage.getItem(outbox) ?? '[]');
function write(posts) {
  if (posts.length) localStorage.setItem(outbox, JSON.stringify(posts)); else localStorage.removeItem(outbox);
  draw();
}
const keyOf = post => post.entries.find(([name]) => name === 'key')?.[1];
const without = key => read().filter(post => keyOf(post) !== key);

export function add(entries) {
  write([...read(), { entries, why: '' }].slice(-postsMax));
  soon();
}

export function show() {
  draw();
  flush();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(flush, againMs);
}
addEventListener('online', () => flush());

function draw() {
  const posts = read();
  box?.remove();
  box = null;
  if (!posts.length) return;
  box = document.createElement('section');
  box.className = 'note wait outbox';
  box.setAttribute('aria-label', say('outbox'));
  const list = document.createElement('ul'), hint = document.createElement('p');
  hint.textContent = say('waiting');
  for (const post of posts) {
    const row = document.createElement('li'), words = document.createElement('p'), buttons = document.createElement('p');
    words.className = 'begun';
    words.dir = 'auto';
    words.textContent = post.entries.filter(([name]) => name === 'text' || /^more\[\d+\]\[text\]$/.test(name)).map(([, value]) => value).join(' · ');
    buttons.className = 'row';
    buttons.append(button(say('send_now'), () => { write(read().map(p => keyOf(p) === keyOf(post) ? { ...p, why: '' } : p)); flush(); }));
    if (!post.entries.some(([name]) => name === 'in_reply_to')) buttons.append(button(say('write_on'), () => back(post)));
    row.append(words);
    if (post.why) {
      const why = document.createElement('p');
      why.className = 'err';
      why.textContent = post.why;
      row.append(why);
    }
    row.append(buttons);
    list.append(row);
  }
  box.append(hint, list);
  document.querySelector('main')?.prepend(box);
}

function button(text, act) {
  const one = document.createElement('button');
  one.type = 'button';
  one.className = 'btn';
  one.textContent = text;
  one.addEventListener('click', act);
  return one;
}

// On the sheet again, to be changed.
function back(post) {
  const value = name => post.entries.find(([other]) => other === name)?.[1] ?? '';
  const pieces = 1 + post.entries.filter(([name]) => /^more\[\d+\]\[text\]$/.test(name)).length;
  localStorage.setItem(`draft:${user}:new`, JSON.stringify({ entries: post.entries, pieces, draft: value('draft'), seen: value('seen') }));
  write(without(keyOf(post)));
  location.assign('/compose');
}

async function flush() {
  if (isSending) return;
  isSending = true;
  try {
    for (const post of read().filter(p => !p.why)) if (!await send(post)) break;
  } finally {
    isSending = false;
    if (read().some(p => !p.why)) soon();
  }
}

// Whether to go on with the next.
async function send(post) {
  const body = new FormData();
  post.entries.forEach(([name, value]) => body.append(name, value));
  // Nobody is there to be asked whether to say it to somebody first.
  body.append('offered', 'yes');
  body.append('form_token', document.querySelector('#f [name=form_token]')?.value ?? '');
  let answer, text;
  try {
    answer = await fetch('/compose', { method: 'POST', body, headers: { 'HX-Request': 'true' }, signal: AbortSignal.timeout(answerMs) });
    text = await answer.text();
  } catch {
    return false;
  }
  if (answer.ok) {
    write(without(keyOf(post)));
    toast(say('sent'), { href: JSON.parse(text).at, text: say('look') });
    return true;
  }
  if (answer.status === 401) {
    toast(say('signed_out'), { href: `/auth/sign_in?next=${encodeURIComponent(location.pathname + location.search)}`, text: say('sign_in') });
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) return false;
  const said = new DOMParser().parseFromString(text, 'text/html').querySelector('[role=alert]')?.textContent ?? text;
  write(read().map(p => keyOf(p) === keyOf(post) ? { ...p, why: said.trim().slice(0, 300) || say('failed') } : p));
  return true;
}
