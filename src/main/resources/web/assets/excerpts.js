// Choosing what to show of a private conversation. All of it works without this module; with it the range is
// exchanged in place, words are blacked out by drawing over them or with the arrow keys, and whoever repeats
// somebody's sealed words hears of it while typing. Nothing is sent before the button is pressed.
const form = document.querySelector('[data-choose]'), pieces = document.getElementById('pieces');
const own = document.getElementById('own'), warnings = document.getElementById('warnings');
const RUN = 8, WAIT_MS = 400;
const boxes = (within) => [...within.querySelectorAll('.tapwords input')];

// ---- the range: what was chosen before stays chosen

async function reach(from, to) {
  const ticked = new Set([...pieces.querySelectorAll('input:checked')].map(box => box.name + box.value));
  const focused = document.activeElement?.id;
  pieces.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(`${form.getAttribute('action')}?from=${from}&to=${to}`, { headers: { 'HX-Request': 'true' } });
    if (!answer.ok) throw new Error(String(answer.status));
    pieces.innerHTML = await answer.text();
    for (const box of pieces.querySelectorAll('input')) if (ticked.has(box.name + box.value)) box.checked = true;
    const shown = [...pieces.querySelectorAll('[data-n], .range[id]')].map(one => Number(one.id.slice(1)));
    form.from.value = Math.min(...shown);
    form.to.value = Math.max(...shown);
    history.replaceState(history.state, '', `?from=${form.from.value}&to=${form.to.value}`);
    prepare();
    if (focused) document.getElementById(focused)?.focus();
  } catch {
    // The plain way does the same.
    document.documentElement.removeAttribute('data-scripted');
  } finally {
    pieces.removeAttribute('aria-busy');
  }
}

form.from.addEventListener('change', () => reach(form.from.value, Math.max(form.from.value, form.to.value)));
form.to.addEventListener('change', () => reach(Math.min(form.from.value, form.to.value), form.to.value));
pieces.addEventListener('click', e => {
  const link = e.target.closest('a[data-from], a[data-to]');
  if (link) {
    e.preventDefault();
    reach(link.dataset.from ?? form.from.value, link.dataset.to ?? form.to.value);
  }
  const all = e.target.closest('[data-black]');
  if (!all) return;
  const range = all.closest('.range');
  for (const box of boxes(range)) box.checked = all.dataset.black === 'all';
  offer(range);
  range.querySelector('[data-black]:not([hidden])').focus();
});

// ---- kept in this window until it is sent: a black bar never opens by itself, also when the page is loaded anew

const KEPT_MS = 300, place = `choose:${form.dataset.talk}`;
let keeper = 0, isSent = false;

function keep() {
  clearTimeout(keeper);
  if (isSent) return;
  const fields = Object.fromEntries(['from', 'to', 'text', 'warning', 'visibility'].map(name => [name, form[name].value]));
  const ticked = [...form.querySelectorAll('input:checked')].map(box => [box.name, box.value]);
  sessionStorage.setItem(place, JSON.stringify({ fields, ticked, at: location.search }));
}

// As it was left, at the address where it was left.
function restore() {
  const was = JSON.parse(sessionStorage.getItem(place) ?? 'null');
  if (!was || was.at !== location.search || form.querySelector('[role=alert]')) return;
  for (const name of ['text', 'warning', 'visibility']) form[name].value = was.fields[name];
  const ticked = new Set(was.ticked.map(one => one.join('')));
  for (const box of pieces.querySelectorAll('input')) box.checked = ticked.has(box.name + box.value);
}

for (const name of ['input', 'click', 'keyup']) form.addEventListener(name, () => { clearTimeout(keeper); keeper = setTimeout(keep, KEPT_MS); });
addEventListener('pagehide', keep);
addEventListener('pageshow', e => { if (e.persisted) isSent = false; });
form.addEventListener('submit', e => {
  isSent = e.submitter?.value !== 'range';
  if (isSent) sessionStorage.removeItem(place);
});
restore();

// ---- words: one stop for the tab key in each message, arrows from word to word, with shift they draw

function prepare() {
  for (const range of pieces.querySelectorAll('.range[data-n]')) {
    offer(range);
    boxes(range).forEach((box, i) => { box.tabIndex = i ? -1 : 0; });
  }
  look();
}

// What would change nothing is not offered.
function offer(range) {
  const all = boxes(range), black = all.filter(box => box.checked).length;
  range.querySelector('[data-black=all]').hidden = black === all.length;
  range.querySelector('[data-black=none]').hidden = black === 0;
}

addEventListener('pointerup', () => setTimeout(() => pieces.querySelectorAll('.range[data-n]').forEach(offer)));
for (const name of ['keyup', 'change']) {
  pieces.addEventListener(name, e => { const range = e.target.closest('.range[data-n]'); if (range) offer(range); });
}

pieces.addEventListener('keydown', e => {
  if (!e.target.matches('.tapwords input') || !/^Arrow(Left|Right|Up|Down)$/.test(e.key)) return;
  const all = boxes(e.target.closest('.tapwords'));
  const turned = getComputedStyle(e.target.closest('.tapwords')).direction === 'rtl' ? -1 : 1;
  const step = { ArrowLeft: -turned, ArrowRight: turned, ArrowUp: -1, ArrowDown: 1 }[e.key];
  const next = all[all.indexOf(e.target) + step];
  e.preventDefault();
  if (!next) return;
  if (e.shiftKey) next.checked = e.target.checked;
  e.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

// With a finger one taps, since drawing scrolls.
let drawing = null, last = null;
pieces.addEventListener('pointerdown', e => {
  const box = e.target.closest('.tapwords label')?.querySelector('input');
  drawing = box && e.pointerType !== 'touch' ? { box, to: !box.checked } : null;
});
pieces.addEventListener('pointerover', e => {
  const box = e.target.closest('.tapwords label')?.querySelector('input');
  if (!drawing || !(e.buttons & 1) || !box || box === drawing.box && !drawing.moved) return;
  drawing.moved = true;
  drawing.box.checked = drawing.to;
  box.checked = drawing.to;
});
addEventListener('pointerup', () => { setTimeout(() => { drawing = null; }); });
pieces.addEventListener('click', e => {
  if (!e.target.matches('.tapwords input')) return;
  // A drawing that ends where it began is no tap.
  if (drawing?.moved) e.target.checked = drawing.to;
  const all = boxes(e.target.closest('.tapwords'));
  if (e.shiftKey && last && all.includes(last)) {
    const [a, b] = [all.indexOf(last), all.indexOf(e.target)].sort((x, y) => x - y);
    for (const box of all.slice(a, b + 1)) box.checked = e.target.checked;
  }
  last = e.target;
});

// ---- one's own text that repeats the other's words

const wordsOf = text => text.toLowerCase().match(/[\p{L}\p{N}]+(?:['\u2019][\p{L}\p{N}]+)*/gu) ?? [];

function longest(mine, theirs) {
  let best = { length: 0, end: 0 }, row = new Array(theirs.length + 1).fill(0);
  for (const word of mine) {
    const next = new Array(theirs.length + 1).fill(0);
    for (let j = 1; j <= theirs.length; j++) {
      if (theirs[j - 1] === word) {
        next[j] = row[j - 1] + 1;
        if (next[j] > best.length) best = { length: next[j], end: j };
      }
    }
    row = next;
  }
  return { length: best.length, words: theirs.slice(best.end - best.length, best.end).join(' ') };
}

let timer = 0, said = '';
function look() {
  clearTimeout(timer);
  const mine = wordsOf(own.value).slice(0, 2000);
  const found = [...pieces.querySelectorAll('[data-other] .tapwords')]
    .map(one => longest(mine, wordsOf(one.textContent)))
    .filter(one => one.length >= RUN);
  const now = JSON.stringify(found);
  if (now === said) return;
  said = now;
  warnings.replaceChildren(...found.map(one => {
    const made = document.getElementById('t-repeats').content.cloneNode(true);
    made.querySelector('[data-slot=n]').textContent = one.length;
    made.querySelector('[data-slot=what]').textContent = one.words;
    return made;
  }));
}
own.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, WAIT_MS); });

prepare();

// A form may hold a thousand fields, a message two thousand words: runs of words go as one.
form.addEventListener('formdata', e => {
  const runs = new Map();
  for (const one of e.formData.getAll('black[]')) {
    const [n, at] = one.split('.').map(Number);
    const of = runs.get(n) ?? [];
    if (of.at(-1)?.[1] === at - 1) of.at(-1)[1] = at;
    else of.push([at, at]);
    runs.set(n, of);
  }
  e.formData.delete('black[]');
  for (const [n, of] of runs) for (const [a, b] of of) e.formData.append('black[]', `${n}.${a}-${b}`);
});
