// One stream for the page: new posts gather behind a pill and come in when it is pressed, never by
// themselves; what is gone goes; new notifications are counted; excerpts open and close in place.
import { parsed } from './answers.js';
import { say } from './words.js';
import { toast } from './toast.js';

const place = document.querySelector('[data-live]'), signedIn = document.body.dataset.signedIn;
const isThread = Boolean(place?.dataset.thread);
const look = () => { if (isThread) dispatchEvent(new Event('thread:look')); };
const pill = isThread || !place?.matches('.fresh') ? null : place.querySelector('a');
const notices = document.querySelector('[data-notices]');
const waitedMs = 30000, noticeMs = 1000, restMs = 20000;
let feed = document.getElementById('feed'), beginning = null, fresh = new Set(), shown = 0, timer = 0, source = null, resting = 0, asked = 0;

function open() {
  const carriers = [...document.querySelectorAll('[data-excerpt]')].map(one => one.dataset.post).filter(Boolean);
  const posts = carriers.length ? '&posts=' + [...new Set(carriers)].slice(0, 20).join(',') : '';
  source = new EventSource('/live?at=' + encodeURIComponent(place?.dataset.live ?? '') + posts);
  source.addEventListener('new', e => {
    look();
    if (!pill || document.querySelector(`[data-row="${e.data}"]`)) return;
    if (empty()) { begin(); return; }
    fresh.add(e.data);
    announce();
  });
  source.addEventListener('gone', e => {
    look();
    if (isThread) return;
    fresh.delete(e.data);
    document.querySelectorAll(`[data-row="${e.data}"]`).forEach(post => post.remove());
    announce();
  });
  source.addEventListener('edited', e => {
    look();
    for (const excerpt of document.querySelectorAll(`[data-excerpt][data-post="${e.data}"]`)) {
      htmx.ajax('GET', excerpt.dataset.excerpt, { target: excerpt, swap: 'innerHTML' });
    }
  });
  source.addEventListener('told', e => {
    const kinds = place?.dataset.told;
    if (pill && kinds !== undefined && (!kinds || kinds.split(' ').includes(e.data))) {
      fresh.add(fresh.size);
      announce();
    }
    // What was said in private is counted beside the talks.
    if (e.data === 'talk') return;
    for (const count of document.querySelectorAll('[data-unread]')) {
      const n = Number(count.dataset.unread) + 1;
      count.dataset.unread = n;
      counted(count, n, 99);
    }
  });
  source.addEventListener('told', e => { if (document.querySelector('[data-waits]')?.dataset.waits === e.data) heard(); });
  source.addEventListener('announced', e => {
    if (document.getElementById(`a${e.data}`)) again(e.data);
    else toast(say('announced'), notices ? { text: say('look'), act: () => show(e.data) } : { text: say('look'), href: '/announcements' });
  });
  source.addEventListener('unsaid', e => { document.getElementById(`a${e.data}`)?.classList.add('gone'); });
  source.addEventListener('reacted', e => again(e.data));
  source.addEventListener('unread', e => {
    const [id, talks] = e.data.split(' ');
    // Where it is read it is not new.
    if (id === document.getElementById('talk')?.dataset.talk) return;
    document.querySelectorAll('[data-talks]').forEach(count => counted(count, Number(talks), 9));
  });
  for (const name of ['talked', 'types']) {
    source.addEventListener(name, e => dispatchEvent(new CustomEvent(name, { detail: e.data })));
  }
  // What was missed while there was no stream is looked for when there is one again.
  source.addEventListener('open', () => { if (document.documentElement.dataset.live) look(); document.documentElement.dataset.live = 'yes'; });
}

function counted(count, n, max) {
  count.hidden = n === 0;
  count.querySelector('.number').textContent = n > max ? `${max}+` : n;
}

// A browser holds six connections to one server where there is no HTTP/2: a page that nobody looks
// at gives its own back, and looks for what it missed when somebody does again.
function rest() {
  if (!document.hidden) return;
  source.close();
  source = null;
}

async function back() {
  if (document.hidden || source) return;
  open();
  heard();
  // To fetch a conversation or the notifications marks them as read: what is new comes in where it is read.
  const talk = document.getElementById('talk')?.dataset.talk;
  if (talk) dispatchEvent(new CustomEvent('talked', { detail: talk }));
  if (empty()) begin();
  if (!feed || place?.dataset.told !== undefined) return;
  const answer = await fetch(location.pathname + location.search).catch(() => null);
  if (!answer?.ok) return;
  const now = parsed(await answer.text()), counts = now.querySelectorAll('[data-unread]');
  document.querySelectorAll('[data-unread]').forEach((count, i) => { if (counts[i]) count.replaceWith(document.adoptNode(counts[i])); });
  if (isThread || location.search.includes('max_id')) return;
  for (const post of now.querySelectorAll('#feed [data-row]')) {
    if (!document.querySelector(`[data-row="${post.dataset.row}"]`)) fresh.add(post.dataset.row);
  }
  announce();
}

if (signedIn && 'EventSource' in window) {
  open();
  document.addEventListener('visibilitychange', () => { clearTimeout(resting); if (document.hidden) resting = setTimeout(rest, restMs); else back(); });
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', e => { if (e.persisted) location.reload(); });
}


// A page that waits for an answer shows it when there is one; what was open stays so.
// Of two at once the one asked for last is shown, on the page as it is then.
async function heard() {
  const at = document.querySelector('[data-waits]')?.dataset.waitsAt, mine = ++asked;
  const answer = at && await fetch(at).catch(() => null);
  if (!answer?.ok) return;
  const now = parsed(await answer.text()).querySelector('[data-waits]'), focused = document.activeElement?.id;
  const waits = document.querySelector('[data-waits]');
  if (mine !== asked || !waits) return;
  if (!now) return location.assign(at);
  if (now.textContent === waits.textContent) return;
  waits.querySelectorAll('details').forEach((one, i) => { const same = now.querySelectorAll('details')[i]; if (same) same.open = one.open; });
  waits.replaceWith(document.adoptNode(now));
  htmx.process(now);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  const note = document.createElement('p');
  note.className = 'note';
  note.textContent = now.dataset.heard;
  document.getElementById('heard').replaceChildren(note);
}

// Where nothing stands yet nothing can move: what is said first is there at once.
const empty = () => pill && place.dataset.told === undefined && place.nextElementSibling?.matches('.blank') && place.nextElementSibling;

function begin() {
  beginning ??= first().finally(() => { beginning = null; });
}

async function first() {
  const answer = await fetch(place.dataset.path).catch(() => null);
  const now = answer?.ok && parsed(await answer.text()).getElementById('feed');
  if (!now || !empty()) return;
  feed = document.adoptNode(now);
  feed.setAttribute('aria-live', 'polite');
  empty().replaceWith(feed);
  htmx.process(feed);
  document.dispatchEvent(new CustomEvent('feed:changed'));
}

// What the house announces comes in above, and only when it is asked for; signs are counted in place,
// not while somebody is about to give one.
async function show(id) {
  await htmx.ajax('GET', `/announcements/${id}`, { target: notices, swap: 'afterbegin' });
  notices.scrollIntoView({ block: 'center' });
}

const changed = new Set();

function again(id) {
  if (changed.has(id) || !document.getElementById(`a${id}`)) return;
  changed.add(id);
  setTimeout(() => {
    changed.delete(id);
    const notice = document.getElementById(`a${id}`);
    if (!notice || notice.querySelector('details[open]') || notice.contains(document.activeElement)) return;
    htmx.ajax('GET', `/announcements/${id}`, { target: notice, swap: 'outerHTML' });
  }, noticeMs);
}

// At once for the first, then at most twice in a minute: a screen reader reads it out.
function announce() {
  if (!pill) return;
  pill.hidden = fresh.size === 0;
  if (fresh.size === 0 || timer) return;
  write();
  timer = setTimeout(() => { timer = 0; if (fresh.size !== shown) announce(); }, waitedMs);
}

function write() {
  shown = fresh.size;
  const key = place.dataset.told === undefined ? 'fresh' : 'told';
  pill.textContent = shown === 1 ? say(`${key}_one`, 1) : say(`${key}_many`, shown);
}

pill?.addEventListener('click', async e => {
  const newest = feed?.querySelector('[data-row]')?.dataset.row;
  if (!newest || place.dataset.told !== undefined || new URLSearchParams(location.search).has('max_id') || fresh.size > 50) return;
  e.preventDefault();
  const first = feed.firstElementChild;
  await htmx.ajax('GET', `${place.dataset.path}?min_id=${newest}`, { target: feed, swap: 'afterbegin' });
  fresh = new Set();
  clearTimeout(timer);
  timer = 0;
  pill.hidden = true;
  feed.querySelector('[data-row]')?.focus({ preventScroll: true });
  (feed.firstElementChild ?? first).scrollIntoView({ block: 'center' });
  document.dispatchEvent(new CustomEvent('feed:changed'));
});
