// Buttons that answer at once: favourite, boost, bookmark, follow flip when pressed, and flip back
// when the server says no. What a menu does is said below, with a button that takes it back, and
// nobody is moved from where he reads.
import { parsed, refused } from './answers.js';
import { say } from './words.js';
import { toast } from './toast.js';

const flipped = new WeakMap();
const here = () => location.pathname + location.search;

document.body.addEventListener('htmx:beforeRequest', e => {
  const button = e.detail.elt;
  if (!button.matches?.('.act[aria-pressed], .tie > .btn[aria-pressed]')) return;
  const number = button.querySelector('.n'), on = button.getAttribute('aria-pressed') === 'true';
  flipped.set(button, { on, number: number?.textContent, words: button.firstElementChild?.textContent, look: button.className });
  button.setAttribute('aria-pressed', String(!on));
  if (button.dataset.then) {
    button.firstElementChild.textContent = button.dataset.then;
    button.className = on ? 'btn primary' : 'btn following';
  }
  if (number && /^\d*$/.test(number.textContent) && !button.matches('.bookmark')) {
    const next = Number(number.textContent || 0) + (on ? -1 : 1);
    number.textContent = next > 0 ? next : '';
  }
});

function back(button) {
  const was = flipped.get(button);
  if (!was) return;
  button.setAttribute('aria-pressed', String(was.on));
  const number = button.querySelector('.n');
  if (number) number.textContent = was.number;
  if (button.dataset.then) {
    button.firstElementChild.textContent = was.words;
    button.className = was.look;
  }
  flipped.delete(button);
}

document.body.addEventListener('htmx:responseError', e => {
  back(e.detail.elt);
  refused(e.detail.xhr.status, e.detail.xhr.responseText);
});
for (const name of ['htmx:sendError', 'htmx:timeout']) {
  document.body.addEventListener(name, e => { back(e.detail.elt); toast(say('failed')); });
}

// Two buttons of a post pressed quickly: the answer to the first takes away the piece that the second
// was pressed in, and of that htmx says nothing any more. What the second was answered takes the
// place of what stands there now.
document.body.addEventListener('htmx:beforeRequest', e => {
  const old = e.detail.elt.closest?.('.acts'), request = e.detail.xhr;
  if (!old) return;
  // Before htmx puts the answer in its place: then no piece would be there that was pressed.
  request.addEventListener('readystatechange', () => {
    if (request.readyState !== XMLHttpRequest.DONE || old.isConnected) return;
    if (request.status !== 200) { refused(request.status, request.responseText); return; }
    const now = document.querySelector(`.acts[data-at="${CSS.escape(old.dataset.at)}"]`), fresh = parsed(request.responseText).querySelector('.acts');
    if (!now || !fresh) return;
    const focused = now.contains(document.activeElement) && document.activeElement.classList[1];
    now.replaceWith(document.adoptNode(fresh));
    htmx.process(fresh);
    if (focused) fresh.querySelector(`.act.${focused}`)?.focus({ preventScroll: true });
  });
});

// What the server says of what was done in place.
document.body.addEventListener('said', e => {
  const { words, undo, button } = e.detail, menu = e.target.closest('details.menu'), article = e.target.closest('article.post');
  const gone = away(e.target.dataset.away, article);
  if (menu && !gone.length) {
    menu.open = false;
    menu.querySelector('summary').focus({ preventScroll: true });
  }
  toast(words, undo && { text: button, async act() {
    const answer = await fetch(undo, { method: 'POST', headers: { 'HX-Request': 'true' }, body: new URLSearchParams(new FormData(document.getElementById('f'))) }).catch(() => null);
    if (!answer?.ok) { toast(say('failed')); return; }
    gone.forEach(post => { post.hidden = false; });
    tied(parsed(await answer.text()).querySelector('.tie'));
    dispatchEvent(new Event('thread:look'));
  } });
  dispatchEvent(new Event('thread:look'));
});

// The buttons beside a name, as they are now.
function tied(fresh) {
  const now = fresh && document.getElementById(fresh.id);
  if (!now) return;
  followed(now, fresh);
  now.replaceWith(document.adoptNode(fresh));
  htmx.process(fresh);
}

// His followers are counted with it, where they are.
function followed(was, is) {
  const by = Number(is.dataset.follows === 'yes') - Number(was.dataset.follows === 'yes'), sum = document.querySelector(`[data-followers="${is.id}"]`);
  if (!by || !sum) return;
  const n = Math.max(0, Number(sum.dataset.n) + by);
  sum.dataset.n = n;
  sum.querySelector('.num').textContent = new Intl.NumberFormat(document.documentElement.lang).format(n);
  sum.querySelector('.what').textContent = n === 1 ? sum.dataset.one : sum.dataset.many;
}

// Of whom one wants to hear no more, nothing stands in the list; it is there again when that is
// taken back. His own page stays as it is.
function away(who, from) {
  if (!who || location.pathname.startsWith('/@')) return [];
  const all = [...document.querySelectorAll('#feed > [data-row]')], gone = all.filter(post => post.dataset.by === who);
  const next = all.slice(all.indexOf(from)).concat(all.reverse()).find(post => !gone.includes(post));
  gone.forEach(post => { post.hidden = true; });
  if (gone.includes(from)) next?.focus({ preventScroll: true });
  return gone;
}

// The same control keeps the focus when its piece of the page is exchanged.
const pieces = {
  '.acts': active => active.classList.contains('act') ? `.act.${active.classList[1]}` : '.menu > summary',
  '.tie': active => active.closest('.menu') ? '.menu > summary' : ':scope > button',
  '.poll': () => '',
};
let kept = null;
document.body.addEventListener('htmx:beforeSwap', e => {
  const active = document.activeElement, target = e.detail.target;
  kept = null;
  const tie = target?.matches?.('.tie') && !e.detail.isError && parsed(e.detail.serverResponse).querySelector('.tie');
  if (tie) followed(target, tie);
  if (!target?.contains?.(active)) return;
  for (const [piece, control] of Object.entries(pieces)) {
    if (target.matches(piece)) kept = { piece, control: control(active) };
  }
});
document.body.addEventListener('htmx:afterSwap', e => {
  if (!kept) return;
  const fresh = e.detail.elt.matches?.(kept.piece) ? e.detail.elt : e.detail.elt.querySelector?.(kept.piece);
  if (!fresh) return;
  (kept.control ? fresh.querySelector(kept.control) : fresh)?.focus({ preventScroll: true });
  kept = null;
});

// What is taken away leaves the focus to what comes next.
document.body.addEventListener('htmx:beforeSwap', e => {
  const item = e.detail.target;
  if (!item.matches?.('.item')) return;
  const next = item.nextElementSibling ?? item.previousElementSibling;
  (next?.querySelector('a, button') ?? document.querySelector('h1'))?.focus({ preventScroll: true });
});

document.addEventListener('click', async e => {
  const copy = e.target.closest('[data-copy]'), link = e.target.closest('a[data-back]');
  if (copy) {
    await navigator.clipboard?.writeText(new URL(copy.dataset.copy, location.href).href);
    copy.closest('details').open = false;
    toast(say('copied'));
  }
  // Whoever deletes a post comes back to this list, at the next one.
  if (link) {
    const to = new URL(link.href), next = link.closest('[data-row]')?.nextElementSibling;
    to.searchParams.set('back', here());
    if (next?.dataset.row) to.searchParams.set('at', next.id);
    link.href = to;
  }
  // A menu closes when something else is pressed.
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (!menu.contains(e.target)) menu.open = false;
  }
  open(e);
});

// The words of a post lead to it, wherever nothing else is to be pressed and nothing is marked.
function open(e) {
  const words = e.target.closest?.('article.post:not(.big) > .body');
  if (!words || e.defaultPrevented || e.button || !getSelection().isCollapsed
    || e.target.closest('a, button, summary, label, input, select, textarea, video, audio, figure, form, [data-excerpt], .poll')) return;
  const to = e.target.closest('.parts > li')?.querySelector('a.n')?.href ?? words.closest('article').dataset.href;
  if (e.ctrlKey || e.metaKey || e.shiftKey) window.open(to); else location.assign(to);
}
document.addEventListener('keydown', e => {
  const menu = e.key === 'Escape' && document.querySelector('.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});
document.addEventListener('toggle', e => {
  if (!e.target.matches?.('.menu[open]')) return;
  for (const menu of document.querySelectorAll('.menu[open]')) if (menu !== e.target) menu.open = false;
}, true);

// Where the side bar is too low for what its last entry holds, that scrolls into sight.
document.addEventListener('toggle', e => {
  const list = e.target.matches('.rail .rest[open]') && e.target.closest('.rail > ul');
  if (list) list.scrollTop += e.target.getBoundingClientRect().top - list.getBoundingClientRect().top;
}, true);

addEventListener('offline', () => toast(say('offline')));
addEventListener('online', () => toast(say('online')));

// A menu that would end below the window opens upwards, where there is room.
document.addEventListener('toggle', e => {
  const list = e.target.matches('details.menu[open]') && e.target.querySelector(':scope > ul');
  if (!list) return;
  list.classList.remove('up');
  const { top, bottom, height } = list.getBoundingClientRect(), bar = document.querySelector('.tabbar')?.offsetHeight ?? 0;
  list.classList.toggle('up', bottom > innerHeight - bar && top - height > 60);
}, true);
