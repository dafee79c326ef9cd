// The page that checks an excerpt: the files are read here, and go nowhere. What it says lies in the
// page's templates.
import { AUTHOR, CANNOT_TELL, NOBODY, OWN_SERVER, OTHER_SERVER, WRONG, noKeys, readJson, readKeys, verify } from './sx1.js';

const fileBytesMax = 2 ** 20, root = document.documentElement, byId = (id) => document.getElementById(id);
const verdict = byId('verdict'), shown = byId('shown');
const when = new Intl.DateTimeFormat(root.lang === 'en' ? 'en-GB' : root.lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: root.dataset.zone || undefined });
let document_ = null, keys = noKeys, latest = 0;

// Letters that turn a line round become a mark that can be seen.
const marked = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
  (c) => `\u27e8U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`);

function piece(id, slots = {}) {
  const made = byId(id).content.cloneNode(true);
  for (const [name, what] of Object.entries(slots)) {
    const slot = made.querySelector(`[data-slot=${name}]`);
    for (const one of [what].flat()) slot.append(typeof one === 'object' ? one : marked(String(one)));
  }
  return made;
}

const time = (ms) => Number.isFinite(new Date(ms).getTime()) ? when.format(ms) : String(ms);

function gradeOf(row, result) {
  if (result.exit === CANNOT_TELL) return piece('t-grade-unk');
  if (row.deniedBy.length) return piece('t-grade-denied');
  return piece({ [AUTHOR]: 't-grade-author', [OWN_SERVER]: 't-grade-server', [OTHER_SERVER]: 't-grade-weak', [NOBODY]: 't-nobody' }[row.grade]);
}

function wordsOf({ head, parts }) {
  if (head.mediaType === 'application/vnd.verbatim.event+json') {
    const event = JSON.parse(parts[0].text);
    return [piece(`t-${event.type}`, { what: event.member ?? event.mode ?? '' })];
  }
  // One bar for a run of words, and the space that is hidden with them.
  return parts.flatMap((part, i) => !part.isHidden ? [part.text] : parts[i + 1]?.isHidden ? [] : [piece('t-hidden'), ' ']);
}

function opened(row, result) {
  const { head } = row;
  const before = [];
  if (head.replyTo) before.push(piece('t-replies', { n: head.replyTo }));
  if (head.replaces) before.push(piece('t-replaces', { n: head.replaces }));
  const later = result.rows.filter((other) => other.head?.replaces === row.n && other.head.author === head.author).at(-1);
  if (later) before.push(piece('t-replaced', { n: later.n }));
  if (head.attachments.length) before.push(piece('t-pictures', { n: head.attachments.length }));
  const made = piece('t-open', {
    name: head.author.split('/').at(-1), author: head.author, time: time(row.ms), grade: gradeOf(row, result), before, words: wordsOf(row),
  });
  if (!before.length) made.querySelector('[data-slot=before]').remove();
  return made;
}

function rowsOf(result) {
  const made = [];
  let gap = 0;
  const close = () => {
    if (gap) made.push(gap === 1 ? piece('t-gap-one') : piece('t-gap-many', { n: gap }));
    gap = 0;
  };
  for (const row of result.rows) {
    if (row.state !== 'open' && row.deniedBy.length) {
      close();
      for (const who of row.deniedBy) made.push(piece('t-denied', { n: row.n, name: who.split('/').at(-1) }));
    } else if (row.state === 'left out') {
      gap++;
    } else {
      close();
      made.push(row.state === 'open' ? opened(row, result) : piece('t-sealed', { time: time(row.ms) }));
    }
  }
  close();
  return made;
}

const kinds = [
  ['an attestation was skipped, its key is not known: ', 't-note-key'],
  ['a note could not be checked, its key is not known: ', 't-note-context'],
  ['an attestation of an unknown type was skipped: ', 't-note-type'],
  ['the list of members is on the word of ', 't-note-members'],
  ['keys as of ', 't-note-date'],
  ['the text around it was changed after the agreement', 't-note-around'],
];

function noteOf(note) {
  const changed = /^entry (\d+) is not what its author signed$/.exec(note);
  if (changed) return piece('t-note-entry', { what: changed[1] });
  const [begin, id] = kinds.find(([words]) => note.startsWith(words));
  const what = note.slice(begin.length), made = piece(id, { what: id === 't-note-date' ? time(Date.parse(what) || what) : what });
  if (id === 't-note-date') made.querySelector('[data-slot=what]').removeAttribute('class');
  return made;
}

function show(result) {
  verdict.dataset.exit = result.exit;
  verdict.replaceChildren(piece(`t-${result.exit}`, result.exit === WRONG || result.exit === CANNOT_TELL ? { fault: result.fault } : {}));
  shown.replaceChildren();
  if (result.rows.length) {
    const range = `${result.rows[0].n}\u2013${result.rows.at(-1).n}`;
    shown.append(piece('t-excerpt', { id: result.excerpt, range, rows: rowsOf(result) }));
  }
  if (result.notes.length) shown.append(piece('t-notes', { notes: result.notes.map(noteOf) }));
}

// Files with keys and the excerpt come together or one after the other.
async function take(files) {
  const turn = ++latest;
  for (const file of files) {
    const bytes = new Uint8Array(await file.slice(0, fileBytesMax + 1).arrayBuffer());
    let json = null;
    try {
      json = readJson(bytes);
    } catch {
      // The check says what is wrong with it.
    }
    const isKeys = json instanceof Map ? !json.has('v') && (json.has('keys') || [...json.keys()].some((name) => name.includes('#')))
      : /keys/i.test(file.name);
    if (!isKeys) {
      document_ = bytes;
      continue;
    }
    try {
      keys = readKeys(bytes);
    } catch {
      keys = noKeys;
      verdict.replaceChildren(piece('t-keys'));
      shown.replaceChildren();
      return;
    }
  }
  if (!document_) {
    verdict.replaceChildren(piece('t-keys-alone'));
    return;
  }
  const result = await verify(document_, keys);
  if (turn === latest) show(result);
}

// Whoever comes from an excerpt finds it here already; its server is asked for that, and for nothing else.
async function preload() {
  const id = new URLSearchParams(location.search).get('excerpt');
  if (!/^\d{1,20}$/.test(id ?? '')) return;
  const files = await Promise.all(['excerpt.json', 'keys.json'].map(async (name) => {
    const answer = await fetch(`/excerpts/${id}/${name}`);
    return answer.ok ? [new File([await answer.blob()], name)] : [];
  }));
  if (files.flat().length && !document_) take(files.flat());
}

if (!globalThis.crypto?.subtle) {
  verdict.append(piece('t-insecure'));
} else {
  byId('check').hidden = false;
  preload();
  byId('files').addEventListener('change', (e) => take([...e.target.files]));
  document.addEventListener('dragover', (e) => e.preventDefault());
  document.addEventListener('drop', (e) => {
    e.preventDefault();
    if (e.dataTransfer.files.length) take([...e.dataTransfer.files]);
  });
}
