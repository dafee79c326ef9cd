// Writing: a live count, parts that are added and moved at once, what is typed kept on this device
// and on the server, a post that is sent without leaving the page until it is taken.
import { parsed, refused } from './answers.js';
import { completing } from './completing.js';
import { add as putOut, drop, find } from './outbox.js';
import { picturing } from './picturing.js';
import { keeping, say, user } from './words.js';
import { toast } from './toast.js';

const keptMs = 1000, savedMs = 5000, answerMs = 60000, linkCharacters = 23;
const segmenter = new Intl.Segmenter();
// What is not written but belongs to the form.
const own = new Set(['form_token', 'back', 'key', 'draft', 'seen', 'zone', 'edit', 'in_reply_to', 'offered', 'never']);

// What waited for the network and is written on has a place of its own: what was begun on the empty
// sheet is another text.
const on = location.pathname === '/compose' && new URLSearchParams(location.search).get('on');
const isOn = place => place === `out-${on}`;
const kept = key => JSON.parse(localStorage.getItem(key) ?? 'null');
const placeOf = form => on && form.dataset.draft !== `out-${on}` && (find(on) || kept(`draft:${user}:out-${on}`)) ? `out-${on}` : form.dataset.draft;

export function writing(form, place = placeOf(form)) {
  const list = form.querySelector('.pieces'), fields = form.elements;
  const status = form.querySelector('[data-kept]'), send = form.querySelector('[data-send]');
  const key = `draft:${user}:${place}`, start = snapshot(), life = new AbortController();
  // Whether the place on this device is this form's: what another window keeps there is not thrown
  // away by an empty sheet.
  let timer = 0, saver = 0, sent = false, saved = start, saving = null, isMine = false, isFilling = false, isReminded = false;

  form.dataset.draft = place;
  const pictures = picturing(form, changed);
  completing(form);
  restore().then(isAhead => {
    if (!isAhead) saved = fields.draft.value ? snapshot() : start;
    form.dataset.ready = 'yes';
    if (isAhead) changed();
  });
  show();

  form.addEventListener('input', changed);
  form.addEventListener('focusin', () => form.classList.add('open'));
  for (const name of ['pagehide', 'leaving']) addEventListener(name, () => { if (!sent) keep(); }, { signal: life.signal });
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

  function words(piece) { return piece.querySelector('textarea.paper'); }
  function room(piece) { return Number(form.dataset.max) - length(words(piece).value); }

  // What does not fit any more is marked where it stands, before anything is sent.
  function isTooLong() {
    const piece = pieces().find(one => room(one) < 0);
    if (!piece) return false;
    const text = words(piece).value, ends = [...segmenter.segment(text)].map(one => one.index + one.segment.length);
    let fits = 0, over = ends.length;
    while (fits < over) {
      const middle = (fits + over + 1) >> 1;
      if (length(text.slice(0, ends[middle - 1])) <= Number(form.dataset.max)) fits = middle; else over = middle - 1;
    }
    words(piece).focus();
    words(piece).setSelectionRange(fits ? ends[fits - 1] : 0, text.length);
    toast(say('too_long', -room(piece)));
    return true;
  }

  // Once, and not where somebody has decided so.
  function isUndescribed() {
    const bare = [...list.querySelectorAll('.thumb textarea')].filter(field => !field.value.trim());
    if (!bare.length || isReminded || fields.edit) return false;
    isReminded = true;
    bare[0].focus();
    toast(say('undescribed'), { text: say('post_so'), act() { if (!sent) post(); } }, true);
    return true;
  }

  function show() {
    const all = pieces(), many = all.length > 1;
    list.classList.toggle('many', many);
    all.forEach((piece, i) => {
      number(piece, i, many);
      const left = piece.querySelector('[data-left]'), rest = room(piece);
      left.textContent = rest;
      left.parentElement.classList.toggle('over', rest < 0);
      const has = Boolean(piece.querySelector('.thumb')), asks = [...piece.querySelectorAll('[name*="options"]')].some(field => field.value.trim());
      piece.querySelector('.pic-extra').hidden = asks && !has;
      piece.querySelector('.poll-extra').hidden = has && !asks;
      piece.querySelector('.either').hidden = !has && !asks;
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
    unpoll(button) {
      const poll = button.closest('.poll-extra');
      for (const field of poll.querySelectorAll('[name*="options"]')) field.value = '';
      poll.open = false;
      changed();
      (poll.hidden ? poll.closest('.piece').querySelector('textarea.paper') : poll.querySelector('summary')).focus();
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
    if (!form.isConnected || sent || isFilling || keeping.isOver) return;
    if (isUntouched() || isBlank()) { if (isMine) forget(); return; }
    isMine = true;
    localStorage.setItem(key, JSON.stringify({ entries: JSON.parse(snapshot()), pieces: pieces().length, draft: fields.draft.value, seen: fields.seen.value, isAhead: snapshot() !== saved }));
    if (!saving) status.textContent = say('kept');
  }
  function forget() { clearTimeout(timer); localStorage.removeItem(key); }

  // What waits for the network, as this place would have kept it.
  function waiting() {
    const post = isOn(place) && find(on), value = name => post.entries.find(([other]) => other === name)?.[1] ?? '';
    return post ? {
      entries: post.entries.filter(([name]) => !own.has(name)), draft: value('draft'), seen: value('seen'), isAhead: true,
      pieces: 1 + post.entries.filter(([name]) => /^more\[\d+\]\[text\]$/.test(name)).length,
    } : null;
  }

  // Whether what was brought back is more than the server has.
  async function restore() {
    const was = kept(key) ?? waiting();
    const asked = new URLSearchParams(location.search);
    if (!was || !was.entries || asked.has('kept') || asked.has('text') || form.querySelector('[role=alert], [data-offer]')) return false;
    isMine = true;
    if (was.draft && was.draft !== fields.draft.value) {
      const fresh = await fragment(`/compose?draft=${encodeURIComponent(was.draft)}`);
      if (fresh && isUntouched()) { exchange(fresh); return false; }
      if (fresh) return false;
      // Posted or thrown away elsewhere; what the server never had is not lost with it.
      if (fresh === null && !was.isAhead) { forget(); return false; }
      was.draft = was.seen = '';
    }
    if (fields.draft.value && was.seen !== fields.seen.value) {
      if (!was.isAhead) { forget(); return false; }
      fields.draft.value = fields.seen.value = '';
    }
    isFilling = true;
    try {
      await fill(was);
    } finally {
      isFilling = false;
    }
    return Boolean(was.isAhead);
  }

  async function fill(was) {
    while (pieces().length < was.pieces && form.querySelector('template[data-spare]')) add();
    for (const box of form.querySelectorAll('[type=checkbox]')) box.checked = false;
    put(was.entries.filter(([name]) => !name.startsWith('said[')));
    form.querySelectorAll('details.extra').forEach(d => { if ([...d.querySelectorAll('input.in')].some(i => i.value)) d.open = true; });
    form.classList.add('open');
    show();
    status.textContent = say('restored');
    const said = was.entries.filter(([name]) => name.startsWith('said['));
    for (const [i, piece] of pieces().entries()) await refill(piece, was.entries.filter(([name]) => name === (i === 0 ? 'media[]' : `more[${i}][media][]`)), said);
    put(said);
    pictures.mark();
  }

  function put(entries) {
    const used = new Map();
    for (const [name, value] of entries) {
      if (name.endsWith('media][]') || name === 'media[]') continue;
      const at = used.get(name) ?? 0, field = form.querySelectorAll(`[name="${CSS.escape(name)}"]`)[at];
      used.set(name, at + 1);
      if (!field) continue;
      if (field.type === 'checkbox') field.checked = true; else pictures.set(field, value);
    }
  }

  // The pictures of a part as they were, in their order: those that the sheet does not have are
  // asked for by their ids. What the server does not know any more is not shown.
  async function refill(piece, media, said) {
    const thumbs = piece.querySelector('.thumbs'), idOf = thumb => thumb.querySelector('input[type=hidden]').value;
    const there = new Map([...thumbs.querySelectorAll('.thumb')].map(thumb => [idOf(thumb), thumb])), before = [...thumbs.children], wanted = [];
    for (const [name, id] of media) {
      const thumb = there.has(id) ? there.get(id) : await pictures.fetched(id, said);
      if (!thumb) continue;
      thumb.querySelector('input[type=hidden]').name = name;
      wanted.push(thumb);
    }
    // What was added while these were asked for stays.
    thumbs.replaceChildren(...wanted, ...[...thumbs.children].filter(one => !before.includes(one)));
  }

  // The sheet; null where there is none, undefined where the server did not answer.
  async function fragment(path) {
    try {
      const answer = await fetch(path, { headers: { 'HX-Request': 'true' } });
      return answer.ok ? sheet(await answer.text()) : answer.status === 404 ? null : undefined;
    } catch { return undefined; }
  }
  function sheet(html) { return parsed(html).querySelector('form.compose'); }

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
    if (!isAsked && (!form.isConnected || sent || saving || now === saved || (isUntouched() && !fields.draft.value) || pictures.areComing() || keeping.isOver)) return false;
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
        if (draft && isOn(place)) drop(on);
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
    if (isTooLong() || isUndescribed()) return;
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
      if (isOn(place)) drop(on);
      go(JSON.parse(text).at);
      return;
    }
    sent = false;
    form.removeAttribute('aria-busy');
    keep();
    const again = answer.status !== 401 && sheet(text);
    if (again) {
      exchange(again).querySelector('[role=alert], [data-offer]')?.focus();
    } else {
      refused(answer.status, text);
    }
  }

  function go(at) {
    const to = new URL(at, location.href);
    if (to.pathname === location.pathname && to.search === location.search) {
      // Not to where one wrote: to the post, which pages.js looks for.
      history.replaceState(null, '', at);
      history.scrollRestoration = 'manual';
      location.reload();
    } else {
      location.assign(at);
    }
  }

  // The server did not answer: the post waits, to be seen, under the same key, so that it is posted
  // once however often it is sent.
  function wait(body) {
    if (isOn(place)) drop(on);
    if (fields.edit || !putOut([...body].filter(([name, value]) => typeof value === 'string' && name !== 'form_token' && name !== 'back'))) {
      sent = false;
      form.removeAttribute('aria-busy');
      keep();
      toast(say('failed'));
      return;
    }
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
