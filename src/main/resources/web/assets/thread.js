// An open thread as it goes on: what is said anew comes to its place where that moves nothing that is
// in sight; else it waits behind a pill until that is pressed. What was changed or is gone is seen
// where it stands, and so are the counts. Nothing moves under the reader's finger.
import { parsed } from './answers.js';
import { say } from './words.js';
import { toast } from './toast.js';

const place = document.querySelector('[data-thread]'), pill = place?.querySelector('a');
const aloud = document.createElement('span');
aloud.className = 'vh';
const waitMs = 250;
const words = article => article.querySelector('.body')?.innerHTML;
const versions = new Map();
let timer = 0, isLooking = false, again = false, latest = null;

if (place) {
  for (const article of document.querySelectorAll('.thread article.post')) versions.set(article.id, words(article));
  addEventListener('thread:look', () => { clearTimeout(timer); timer = setTimeout(look, waitMs); });
  pill.addEventListener('click', e => { e.preventDefault(); comeAll(); });
  pill.before(aloud);
}

async function look() {
  if (isLooking) { again = true; return; }
  isLooking = true;
  try {
    const { status, text } = await asked();
    if (status === 200) merge(parsed(text).querySelector('.thread'));
    else if (status === 404 || status === 410) toast(say('thread_gone'));
  } finally {
    isLooking = false;
    if (again) { again = false; look(); }
  }
}

// Where the server is not reached what comes next looks again.
async function asked() {
  try {
    const answer = await fetch(place.dataset.thread, { headers: { 'HX-Request': 'true' } });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return {};
  }
}

function merge(fresh) {
  latest = fresh;
  for (const article of fresh.querySelectorAll('article.post')) {
    const now = document.getElementById(article.id);
    if (!now) continue;
    if (versions.get(article.id) !== words(article)) {
      versions.set(article.id, words(article));
      for (const part of ['.body', '.who']) now.querySelector(part)?.replaceWith(document.importNode(article.querySelector(part), true));
      htmx.process(now);
    }
    for (const act of article.querySelectorAll('.acts .act')) {
      const number = now.querySelector(`.acts .act.${act.classList[1]} .n`);
      if (number) number.textContent = act.querySelector('.n')?.textContent;
    }
  }
  for (const row of document.querySelectorAll('.thread .answer')) {
    const other = fresh.querySelector('#' + row.id), article = row.querySelector('article.post');
    if (!article || row.closest('.folded') || (other?.querySelector('article.post') && !other.closest('.folded'))) continue;
    const had = row.contains(document.activeElement), next = row.nextElementSibling ?? row.previousElementSibling;
    if (other && !other.closest('.folded')) row.replaceWith(document.importNode(other, true)); else row.remove();
    if (had) (next?.querySelector('article.post') ?? document.querySelector('#here article')).focus({ preventScroll: true });
  }
  fold(fresh.querySelector('.folded'));
  heading();
  const all = missing().length;
  comeIn(false);
  const count = missing().length;
  if (all > count) aloud.textContent = counted(all - count);
  pill.hidden = count === 0;
  if (count) pill.textContent = counted(count);
}

const counted = n => say(n === 1 ? 'replies_one' : 'replies_many', n);

const rows = () => [...latest.querySelectorAll('#tree > .answer')];
const missing = () => rows().filter(row => row.querySelector('article.post') && !document.getElementById(row.id)?.querySelector('article.post'));

// What is folded away stands below, in one piece.
function fold(fresh) {
  const now = document.querySelector('#tree > .folded');
  if (now?.querySelectorAll('.answer').length === (fresh?.querySelectorAll('.answer').length ?? 0)) return;
  const isOpen = now?.open;
  now?.remove();
  if (!fresh) return;
  const copy = document.importNode(fresh, true);
  copy.open = Boolean(isOpen);
  document.getElementById('tree').append(copy);
  htmx.process(copy);
}

function heading() {
  const now = document.getElementById('answers'), words = latest.querySelector('#answers').textContent;
  if (now.textContent !== words) now.textContent = words;
  if (rows().length) document.querySelector('#tree > .blank')?.remove();
}

// All of them, or those that come after all that stands there or below what is in sight.
function comeIn(isAll) {
  const list = rows(), last = list.findLastIndex(row => document.getElementById(row.id));
  let before = document.getElementById('answers');
  for (const [i, row] of list.entries()) {
    let now = document.getElementById(row.id);
    const isBack = now && row.querySelector('article.post') && !now.querySelector('article.post');
    if ((!now || isBack) && !isAll && i <= last && before.getBoundingClientRect().bottom < innerHeight) continue;
    if (isBack) { now.remove(); now = null; }
    if (!now) {
      now = document.importNode(row, true);
      before.after(now);
      htmx.process(now);
      const article = now.querySelector('article.post');
      if (article) versions.set(article.id, words(article));
    }
    before = now;
  }
}

function comeAll() {
  const first = missing()[0]?.id;
  comeIn(true);
  pill.hidden = true;
  const article = document.getElementById(first)?.querySelector('article.post');
  article?.focus({ preventScroll: true });
  article?.scrollIntoView({ block: 'center' });
}
