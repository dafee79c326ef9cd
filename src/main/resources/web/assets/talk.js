// A conversation as it goes on: what is new comes in below, and who looks at the end stays there. What
// is typed is kept on this device until it is said.
import { parsed, refused } from './answers.js';
import { add as putOut } from './outbox.js';
import { button, keeping, say, user } from './words.js';

const talk = document.getElementById('talk'), writing = document.getElementById('writing');
const text = document.getElementById('text'), form = document.getElementById('w');
const path = location.pathname, shownMs = 6000, tellMs = 4000, keptMs = 500, answerMs = 60000;
let timer = 0, toldAt = 0, keeper = 0, isSending = false, follows = false, opened = '';

// The end of the talk, not of the page: on a narrow screen what is arranged stands below it.
const main = document.getElementById('main');
const isAtEnd = () => main.getBoundingClientRect().bottom < innerHeight + 200;
const toEnd = () => main.scrollIntoView({ block: 'end' });
const field = name => form.querySelector(`[name=${name}]`);
function shown() {
  const last = [...talk.querySelectorAll(':scope > [id^=m]')].pop();
  if (form && last) field('after').value = last.id.slice(1);
}

if (talk) {
  if (!location.hash && !location.search) toEnd();
  follows = isAtEnd();
  addEventListener('scroll', () => { follows = isAtEnd(); }, { passive: true });
  talk.addEventListener('toggle', e => {
    const message = e.target.matches('footer > details') ? e.target.closest('[id]').id : '';
    if (message && (e.target.open || opened === message)) opened = e.target.open ? message : '';
  }, true);
  // A picture has its height when it has come.
  talk.addEventListener('load', () => { if (follows) toEnd(); }, true);
  addEventListener('talked', async e => {
    if (e.detail !== talk.dataset.talk || new URLSearchParams(location.search).has('before')) return;
    const follow = isAtEnd();
    await htmx.ajax('GET', path, { target: talk, swap: 'innerHTML' });
    // A menu that is open stays open under the finger.
    if (opened) document.querySelector(`#${opened} > footer > details`)?.setAttribute('open', '');
    writing.hidden = true;
    shown();
    if (follow) toEnd();
  });
  addEventListener('types', e => {
    if (e.detail.split(' ')[0] !== talk.dataset.talk) return;
    writing.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => { writing.hidden = true; }, shownMs);
  });
  text?.addEventListener('input', () => {
    if (Date.now() - toldAt < tellMs) return;
    toldAt = Date.now();
    const token = field('form_token').value;
    fetch(`${path}/typing`, { method: 'POST', body: new URLSearchParams({ form_token: token }) }).catch(() => {});
  });
  if (text) dock();
  text?.addEventListener('focusin', completed);
  if (text && document.activeElement === text) completed();
}

function completed() {
  text.removeEventListener('focusin', completed);
  import('./completing.js').then(module => module.completing(form, { area: '#text', signs: ':' }), () => text.addEventListener('focusin', completed));
}

function dock() {
  const edits = field('edit')?.value, key = `talk:${user}:${talk.dataset.talk}${edits ? `:${edits}` : ''}`, start = text.value;
  const was = JSON.parse(localStorage.getItem(key) ?? 'null');
  // What the server put here is asked for by this very address; what waits is brought back to an
  // empty field, or to the change that it belongs to.
  if (was && (!start || edits)) text.value = was.text;

  function keep() {
    clearTimeout(keeper);
    if (keeping.isOver) return;
    if (!text.value.trim() || text.value === start) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ text: text.value }));
  }
  text.addEventListener('input', () => { clearTimeout(keeper); keeper = setTimeout(keep, keptMs); });
  for (const name of ['pagehide', 'leaving']) addEventListener(name, keep);
  text.addEventListener('keydown', e => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); form.requestSubmit(); }
  });
  picked();
  form.addEventListener('submit', async e => {
    e.preventDefault();
    if (isSending) return;
    keep();
    isSending = true;
    form.setAttribute('aria-busy', 'true');
    await send(key);
    isSending = false;
    keep();
    form.removeAttribute('aria-busy');
  });
}

// The picture that was chosen is seen before it is sent, and can be taken out again.
function picked() {
  const file = form.querySelector('[type=file]'), row = form.querySelector('.picked');
  if (!file) return;
  function show() {
    const image = row.querySelector('img');
    if (image) URL.revokeObjectURL(image.src);
    row.replaceChildren();
    row.hidden = !file.files.length;
    if (row.hidden) return;
    const picture = document.createElement('img');
    picture.alt = '';
    picture.src = URL.createObjectURL(file.files[0]);
    // A picture that this browser cannot show has its name still.
    const name = document.createElement('span');
    name.className = 'small soft any grow';
    name.textContent = file.files[0].name;
    row.append(picture, name, button(say('picture_out'), () => { file.value = ''; form.querySelector('[name=description]').value = ''; show(); file.focus(); }));
  }
  file.addEventListener('change', show);
  form.addEventListener('said', show);
  show();
}

// The server did not answer: words wait, to be seen, just as they were sent and under the same key,
// so that they are said once however often they are sent. A picture waits in its field, a change in
// its own.
function waits(key, sent) {
  if (sent.has('edit') || sent.has('about') || sent.get('file')?.size) return false;
  const entries = [...sent].filter(([name, value]) => typeof value === 'string' && value && name !== 'form_token');
  if (!putOut(entries, path)) return false;
  typedBehind(sent);
  form.querySelectorAll('[name=description]').forEach(one => { if (one.value === sent.get('description')) one.value = ''; });
  localStorage.removeItem(key);
  field('key').value = Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, '0')).join('');
  const reply = field('reply');
  reply?.nextElementSibling.remove();
  reply?.remove();
  toEnd();
  return true;
}

// What was typed while these words were on their way stays, and is kept.
function typedBehind(sent) {
  const words = sent.get('text').replaceAll('\r\n', '\n');
  if (text.value.startsWith(words)) text.value = text.value.slice(words.length).trimStart();
}

async function send(key) {
  const sent = new FormData(form);
  let answer, page;
  try {
    answer = await fetch(form.action, { method: 'POST', body: sent, signal: AbortSignal.timeout(answerMs) });
    page = await answer.text();
  } catch {
    if (!waits(key, sent)) refused(0, '');
    return;
  }
  const fresh = parsed(page), words = (fresh.querySelector('main [role=alert]') ?? fresh.querySelector('main h1 + p'))?.textContent.trim();
  if (!answer.ok || new URL(answer.url).pathname !== path || !fresh.getElementById('talk')) {
    refused(answer.status, words);
    return;
  }
  typedBehind(sent);
  localStorage.removeItem(key);
  // A talk that is over, since the other has left meanwhile, has no sheet any more.
  if (field('edit') || field('reply') || field('about') || location.search || !fresh.getElementById('w')) {
    location.assign(path);
    return;
  }
  talk.replaceChildren(...document.adoptNode(fresh.getElementById('talk')).childNodes);
  htmx.process(talk);
  field('key').value = fresh.querySelector('#w [name=key]').value;
  form.querySelectorAll('[type=file], [name=description]').forEach(one => { one.value = ''; });
  form.dispatchEvent(new Event('said'));
  form.querySelectorAll('.err').forEach(one => one.remove());
  shown();
  toEnd();
  text.focus({ preventScroll: true });
}
