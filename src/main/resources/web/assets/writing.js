// Writing: a live count, parts that are added and moved at once, what is typed kept on this device
// and on the server, a post that is sent without leaving the page until it is taken.
import { completing } from './completing.js';
import { add as putOut } from './outbox.js';
import { picturing } from './picturing.js';
import { say, user } from './words.js';
import { toast } from './toast.js';

const keptMs = 1000, savedMs = 5000, answerMs = 60000, linkCharacters = 23;
const segmenter = new Intl.Segmenter();
// What is not written but belongs to the form.
const own = new Set(['form_token', 'back', 'key', 'draft', 'seen', 'zone', 'edit', 'in_reply_to', 'offered', 'never']);

export function writing(form, place = form.dataset.draft) {
  const list = form.querySelector('.pieces'), fields = form.elements;
  const status = form.querySelector('[data-kept]'), send = form.querySelector('[data-send]');
  const key = `draft:${user}:${place}`, start = snapshot(), life = new AbortController();
  let timer = 0, saver = 0, sent = false, saved = start, saving = null;

  form.dataset.draft = place;
  const pictures = picturing(form, changed);
  completing(form);
  restore().then(() => { saved = fields.draft.value ? snapshot() : start; form.dataset.ready = 'yes'; });
  show();

  form.addEventListener('input', changed);
  form.addEventListener('focusin', () => form.classList.add('open'));
  addEventListener('pagehide', () => { if (!sent) keep(); }, { signal: life.signal });
  form.addEventListener('keydown', e => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); form.requestSubmit(send); }
  });
  form.addEventListener('click', e => {
    const button = e.target.closest('button[name=do]');
    if (!button) return;
    const [what] = button.value.split('.'), act = acts[what];
    if (act) { e.preventDefault(); act(button); }
  });
  form.addEventListener('submit', e => {
    if (e.submitter?.name === 'do') { sent = true; forget(); return; }
    e.preventDefault();
    if (!sent) post();
  });

  // ---- what is there
  function pieces() { return [...list.children]; }
  function snapshot() {
    return JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !own.has(name)));
  }
  function isBlank() {
    return !fields.warning.value.trim() && !list.querySelector('.thumb')
      && [...list.querySelectorAll('textarea.paper, .piece [name*="options"]')].every(field => !field.value.trim());
  }
  function isUntouched() { return snapshot() === start; }

  function changed() {
    show();
    clearTimeout(timer);
    timer = setTimeout(keep, keptMs);
    if (!saver && !fields.edit) saver = setTimeout(() => save(), savedMs);
  }

  // As the server counts: what one sees as one letter is one; an address is as long as any other.
  function length(text) {
    const words = text.replace(/https?:\/\/[^\s]+/gi, 'x'.repeat(linkCharacters))
      .replace(/(^|[^\w/@])(@[a-z0-9_]+)@[a-z0-9.-]+[a-z0-9]/gi, '$1$2');
    return [...segmenter.segment(words + fields.warning.value)].length;
  }

  function show() {
    const all = pieces(), many = all.length > 1;
    list.classList.toggle('many', many);
    all.forEach((piece, i) => {
      number(piece, i, many);
      const left = piece.querySelector('[data-left]'), rest = Number(form.dataset.max) - length(piece.querySelector('textarea.paper').value);
      left.textContent = rest;
      left.parentElement.classList.toggle('over', rest < 0);
      const [up, down] = piece.querySelectorAll('.tools button');
      up.disabled = i === 0;
      down.disabled = i === all.length - 1;
    });
    const add = form.querySelector('.add button');
    if (add) add.disabled = all.length >= Number(form.dataset.piecesMax);
    if (!fields.edit) send.textContent = fields.day?.value ? say('schedule') : many ? say('post_parts', all.length) : send.dataset.one;
  }

  // A part's fields are called by its place; those of the first stand by themselves.
  function number(piece, i, many) {
    if (Number(piece.dataset.at ?? -1) !== i) {
      piece.dataset.at = i;
      for (const field of piece.querySelectorAll('[name]')) {
        if (field.name.startsWith('said[') || field.name === 'do') continue;
        const tail = field.name.replace(/^more\[\d+\]\[([^\]]+)\]/, '$1');
        field.name = i === 0 ? tail : tail.replace(/^([^[]+)/, `more[${i}][$1]`);
      }
      const named = id => i === 0 ? id.replace(/-\d+$/, '') : id.replace(/-\d+$/, '') + '-' + i;
      for (const part of piece.querySelectorAll('.paper-box [id], .extras [id]')) part.id = named(part.id);
      for (const label of piece.querySelectorAll('.paper-box [for], .extras [for]')) label.htmlFor = named(label.htmlFor);
      piece.querySelector('textarea.paper').setAttribute('aria-describedby', named('left'));
    }
    piece.querySelector('[data-number]').textContent = i + 1;
    if (many) piece.querySelector('.paper-box label').textContent = say('part', i + 1);
    for (const words of piece.querySelectorAll('[data-say]')) words.textContent = say(words.dataset.say, i + 1);
  }

  // ---- parts
  const acts = {
    async draft() {
      clearTimeout(saver);
      saver = 0;
      if (saving) await saving.catch(() => {});
      if (isBlank() || await save(true)) { forget(); sent = true; location.assign('/drafts'); } else toast(say('failed'));
    },
    part() { add().querySelector('textarea.paper').focus(); changed(); },
    up(button) { move(button, -1); },
    down(button) { move(button, 1); },
    remove(button) {
      const piece = button.closest('.piece'), next = piece.nextElementSibling ?? piece.previousElementSibling, before = piece.nextElementSibling;
      piece.remove();
      changed();
      next.querySelector('textarea.paper').focus();
      toast(say('part_removed'), { text: say('put_back'), act() { list.insertBefore(piece, before?.isConnected ? before : null); changed(); } });
    },
    picture_up(button) { moveThumb(button, -1); },
    picture_down(button) { moveThumb(button, 1); },
    picture_remove(button) {
      const thumb = button.closest('.thumb'), piece = thumb.closest('.piece');
      thumb.remove();
      changed();
      (piece.querySelector('.thumb textarea') ?? piece.querySelector('textarea.paper')).focus();
    },
  };

  function add() {
    const piece = form.querySelector('template[data-spare]').content.firstElementChild.cloneNode(true);
    list.append(piece);
    show();
    return piece;
  }
  function move(button, by) { shift(button, button.closest('.piece'), by); }
  function moveThumb(button, by) { shift(button, button.closest('.thumb'), by); }
  function shift(button, one, by) {
    const other = by < 0 ? one.previousElementSibling : one.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(one); else other.after(one);
    changed();
    (button.disabled ? one.querySelector('textarea') : button).focus();
  }

  // ---- kept on this device
  function keep() {
    if (!form.isConnected || sent) return;
    if (isUntouched() || isBlank()) { forget(); return; }
    localStorage.setItem(key, JSON.stringify({ entries: JSON.parse(snapshot()), pieces: pieces().length, draft: fields.draft.value, seen: fields.seen.value, isAhead: snapshot() !== saved }));
    if (!saving) status.textContent = say('kept');
  }
  function forget() { clearTimeout(timer); localStorage.removeItem(key); }

  async function restore() {
    const was = JSON.parse(localStorage.getItem(key) ?? 'null');
    const asked = new URLSearchParams(location.search);
    if (!was || !was.entries || asked.has('kept') || asked.has('text') || form.querySelector('[role=alert], [data-offer]')) return;
    if (was.draft && was.draft !== fields.draft.value) {
      const fresh = await fragment(`/compose?draft=${encodeURIComponent(was.draft)}`);
      if (fresh && isUntouched()) { exchange(fresh); return; }
      if (fresh) return;
      // Posted or thrown away elsewhere; what the server never had is not lost with it.
      if (fresh === null && !was.isAhead) { forget(); return; }
      was.draft = was.seen = '';
    }
    if (fields.draft.value && was.seen !== fields.seen.value) {
      if (!was.isAhead) { forget(); return; }
      fields.draft.value = fields.seen.value = '';
    }
    fill(was);
  }

  function fill(was) {
    const used = new Map();
    while (pieces().length < was.pieces && form.querySelector('template[data-spare]')) add();
    for (const box of form.querySelectorAll('[type=checkbox]')) box.checked = false;
    for (const [name, value] of was.entries) {
      if (name.endsWith('media][]') || name === 'media[]') continue;
      const at = used.get(name) ?? 0, field = form.querySelectorAll(`[name="${CSS.escape(name)}"]`)[at];
      used.set(name, at + 1);
      if (!field) continue;
      if (field.type === 'checkbox') field.checked = true; else field.value = value;
    }
    form.querySelectorAll('details.extra').forEach(d => { if ([...d.querySelectorAll('input.in')].some(i => i.value)) d.open = true; });
    form.classList.add('open');
    show();
    status.textContent = say('restored');
  }

  // The sheet; null where there is none, undefined where the server did not answer.
  async function fragment(path) {
    try {
      const answer = await fetch(path, { headers: { 'HX-Request': 'true' } });
      return answer.ok ? parsed(await answer.text()) : answer.status === 404 ? null : undefined;
    } catch { return undefined; }
  }
  // Made by the server's own template; scripts in it would not run in any case.
  function parsed(html) { return new DOMParser().parseFromString(html, 'text/html').querySelector('form.compose'); }

  // The same sheet as the server has it, in the place of this one.
  function exchange(fresh) {
    life.abort();
    clearTimeout(timer);
    clearTimeout(saver);
    fresh.classList.toggle('small-start', form.classList.contains('small-start'));
    fresh.classList.add('open');
    fresh.dataset.begun = 'yes';
    form.replaceWith(document.adoptNode(fresh));
    writing(fresh, place);
    return fresh;
  }

  // ---- kept on the server
  async function save(isAsked = false) {
    saver = 0;
    const now = snapshot();
    let isSaved = false;
    if (!isAsked && (!form.isConnected || sent || saving || now === saved || (isUntouched() && !fields.draft.value) || pictures.areComing())) return false;
    const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string'));
    saving = fetch('/compose/draft', { method: 'POST', body, headers: { 'HX-Request': 'true' }, signal: AbortSignal.timeout(answerMs) });
    try {
      const answer = await saving;
      if (answer.ok) {
        const { draft, seen } = await answer.json(), apart = fields.draft.value && draft && fields.draft.value !== draft;
        fields.draft.value = draft;
        fields.seen.value = seen;
        saved = now;
        isSaved = true;
        if (!sent) keep();
        if (draft) status.textContent = apart ? say('kept_apart')
          : say('kept_draft', new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' }).format(new Date()));
      }
    } catch {
      // It stays on this device; the next change tries again.
    } finally {
      saving = null;
    }
    if (snapshot() !== saved && !saver && !sent) saver = setTimeout(() => save(), savedMs);
    return isSaved;
  }

  // ---- sent
  async function post() {
    if (pictures.areComing()) { toast(say('uploading_still')); return; }
    clearTimeout(saver);
    saver = 0;
    keep();
    sent = true;
    form.setAttribute('aria-busy', 'true');
    if (saving) await saving.catch(() => {});
    const body = new FormData(form);
    let answer;
    try {
      answer = await fetch('/compose', { method: 'POST', body, headers: { 'HX-Request': 'true' }, signal: AbortSignal.timeout(answerMs) });
    } catch {
      wait(body);
      return;
    }
    const text = await answer.text().catch(() => '');
    if (answer.ok && answer.headers.get('Content-Type')?.startsWith('application/json')) {
      forget();
      go(JSON.parse(text).at);
      return;
    }
    sent = false;
    form.removeAttribute('aria-busy');
    keep();
    const again = answer.status !== 401 && parsed(text);
    if (again) {
      exchange(again).querySelector('[role=alert], [data-offer]')?.focus();
    } else if (answer.status === 401) {
      toast(say('signed_out'), { href: `/auth/sign_in?next=${encodeURIComponent(location.pathname + location.search)}`, text: say('sign_in') });
    } else {
      toast(text.length > 0 && text.length < 300 ? text : say('failed'));
    }
  }

  function go(at) {
    const to = new URL(at, location.href);
    if (to.pathname === location.pathname && to.search === location.search) {
      history.replaceState(null, '', at);
      location.reload();
    } else {
      location.assign(at);
    }
  }

  // The server did not answer: the post waits, to be seen, under the same key, so that it is posted
  // once however often it is sent.
  function wait(body) {
    if (fields.edit) {
      sent = false;
      form.removeAttribute('aria-busy');
      keep();
      toast(say('failed'));
      return;
    }
    putOut([...body].filter(([name, value]) => typeof value === 'string' && name !== 'form_token' && name !== 'back'));
    forget();
    empty();
    toast(say('waiting'));
  }

  function empty() {
    pieces().slice(1).forEach(piece => piece.remove());
    form.querySelectorAll('.thumb').forEach(thumb => thumb.remove());
    for (const field of form.querySelectorAll('textarea, input.in')) field.value = '';
    for (const box of form.querySelectorAll('[type=checkbox]')) box.checked = false;
    fields.draft.value = fields.seen.value = '';
    fields.key.value = Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, '0')).join('');
    sent = false;
    saved = snapshot();
    status.textContent = '';
    form.removeAttribute('aria-busy');
    show();
  }

  addEventListener('pageshow', e => { if (e.persisted) { sent = false; form.removeAttribute('aria-busy'); } }, { signal: life.signal });
}
