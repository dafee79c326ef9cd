// Posts and private messages that the server has not answered to: they lie on this device, in sight,
// and are sent when the network is back, each under the key it was first sent with.
import { parsed, refused } from './answers.js';
import { button, keeping, outbox, say, user } from './words.js';
import { toast } from './toast.js';

const againMs = 30000, answerMs = 60000, postsMax = 20;
// What is on the sheet of this page does not stand above it as well.
const here = location.pathname === '/compose' && new URLSearchParams(location.search).get('on');
let boxes = [], timer = 0, sending = null;

const read = () => JSON.parse(localStorage.getItem(outbox) ?? '[]');
function write(posts) {
  if (posts.length) localStorage.setItem(outbox, JSON.stringify(posts)); else localStorage.removeItem(outbox);
  draw();
}
const waits = post => !post.why && !post.on;
export const keyOf = post => post.entries.find(([name]) => name === 'key')?.[1];
const without = key => read().filter(post => keyOf(post) !== key);

export const words = entries => entries.filter(([name]) => name === 'text' || /^more\[\d+\]\[text\]$/.test(name)).map(([, value]) => value).join(' · ');
export const waiting = read;
export const find = key => read().find(post => keyOf(post) === key);
export const drop = key => write(without(key));

// Whether there was room for it.
//
// to: the address of the talk that it belongs to; none for a post

export function add(entries, to) {
  if (read().length >= postsMax) return false;
  write([...read(), { entries, why: '', to }]);
  soon();
  return true;
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
  const posts = read().filter(post => !post.on || keyOf(post) !== here);
  boxes.forEach(box => box.remove());
  boxes = [];
  // What is to be said in this talk stands above its sheet.
  const isHere = post => post.to === location.pathname, sheet = document.getElementById('w');
  if (sheet) list(posts.filter(isHere), box => sheet.before(box));
  list(posts.filter(post => !sheet || !isHere(post)), box => document.querySelector('main')?.prepend(box));
}

function list(posts, put) {
  if (!posts.length) return;
  const box = document.createElement('section'), isTalk = posts.every(post => post.to);
  box.className = 'note wait outbox';
  box.setAttribute('aria-label', say(isTalk ? 'outbox_talk' : 'outbox'));
  const list = document.createElement('ul'), hint = document.createElement('p');
  hint.textContent = say(isTalk ? 'waiting_talk' : 'waiting');
  for (const post of posts) {
    const row = document.createElement('li'), text = document.createElement('p'), buttons = document.createElement('p');
    text.className = 'begun';
    text.dir = 'auto';
    text.textContent = words(post.entries);
    buttons.className = 'row';
    if (!post.on) buttons.append(button(say('send_now'), () => { write(read().map(p => keyOf(p) === keyOf(post) ? { ...p, why: '' } : p)); flush(); }));
    buttons.append(button(say('write_on'), () => back(post)));
    row.append(text);
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
  boxes.push(box);
  put(box);
}

// On a sheet of its own again, to be changed. It stays here, and is not sent, until that sheet has
// posted it or has it among the drafts: so it is always somewhere.
function back(post) {
  if (post.to) { sayAgain(post); return; }
  const parent = post.entries.find(([name]) => name === 'in_reply_to')?.[1];
  write(read().map(p => keyOf(p) === keyOf(post) ? { ...p, on: true } : p));
  location.assign('/compose?' + new URLSearchParams(parent ? { in_reply_to: parent, on: keyOf(post) } : { on: keyOf(post) }));
}

// To its talk again, above what is typed there.
function sayAgain(post) {
  const field = post.to === location.pathname && document.getElementById('text'), key = `talk:${user}:${post.to.split('/').pop()}`;
  const typed = field ? field.value : JSON.parse(localStorage.getItem(key) ?? 'null')?.text, text = [words(post.entries), typed].filter(Boolean).join('\n');
  localStorage.setItem(key, JSON.stringify({ text }));
  write(without(keyOf(post)));
  if (!field) { location.assign(post.to); return; }
  field.value = text;
  field.focus();
}

// All that waits, one after the other; whoever asks meanwhile waits for the same to end.
export function flush() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  for (const post of read().filter(waits)) if (keeping.isOver || !await send(post)) break;
  if (!keeping.isOver && read().some(waits)) soon();
}

// Whether to go on with the next.
async function send(post) {
  const body = new FormData();
  post.entries.forEach(([name, value]) => body.append(name, value));
  // Nobody is there to be asked whether to say it to somebody first.
  if (!post.to) body.append('offered', 'yes');
  body.append('form_token', document.querySelector('#f [name=form_token]')?.value ?? '');
  let answer, text;
  try {
    answer = await fetch(post.to ?? '/compose', { method: 'POST', body, headers: post.to ? {} : { 'HX-Request': 'true' }, signal: AbortSignal.timeout(answerMs) });
    text = await answer.text();
  } catch {
    return false;
  }
  // A talk answers with its page; whoever is signed out is led to another.
  const isLedAway = post.to && answer.ok && new URL(answer.url).pathname !== post.to;
  if (answer.ok && !isLedAway) {
    write(without(keyOf(post)));
    if (!post.to) toast(say('sent'), { href: JSON.parse(text).at, text: say('look') });
    else if (post.to === location.pathname) dispatchEvent(new CustomEvent('talked', { detail: post.to.split('/').pop() }));
    else toast(say('sent_talk'), { href: post.to, text: say('look') });
    return true;
  }
  if (answer.status === 401 || isLedAway) {
    refused(401, text);
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) return false;
  const said = parsed(text).querySelector(post.to ? 'main [role=alert]' : '[role=alert]')?.textContent ?? (post.to ? '' : text);
  write(read().map(p => keyOf(p) === keyOf(post) ? { ...p, why: said.trim().slice(0, 300) || say('failed') } : p));
  return true;
}
