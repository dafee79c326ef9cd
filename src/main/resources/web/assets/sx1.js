// The second verifier of excerpts (format sx1). It shares no line with the first (verbatim/sx1/Verifier.java), asks
// no server, and comes to the same answer on every document: the tests hold the two side by side. That file
// explains how the proof works; here stands the same, step for step. Runs in browsers and in Node.
// JSON.parse would not do: it takes a name twice, half characters and fractions in silence.

const DOCUMENT_BYTES_MAX = 1 << 20, ENTRIES_MAX = 2048, PARTS_MAX = 2048, TEXT_BYTES_MAX = 16384, DEPTH_MAX = 64;
const WHOLE_MAX = Number.MAX_SAFE_INTEGER;
const EVENT = 'application/vnd.verbatim.event+json';
export const FITS = 0, WRONG = 1, CANNOT_TELL = 2, WEAK = 3;
export const AUTHOR = 'author', OWN_SERVER = "author's own server", OTHER_SERVER = 'another server only (weak)', NOBODY = 'nobody';

class Malformed extends Error {}
class WrongType extends Malformed {}
const wrong = (why, notes = []) => { throw Object.assign(new Malformed(why), { notes }); };

// ---- JSON: text, number, boolean, null, Array, Map

export function readJson(bytes, takesFractions = false) {
  if (bytes.length > DOCUMENT_BYTES_MAX) wrong('larger than a mebibyte');
  let words, at = 0;
  try {
    words = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    wrong('not UTF-8');
  }
  const peek = () => at < words.length ? words[at] : wrong('not JSON');
  const takes = (word) => { const is = words.startsWith(word, at); if (is) at += word.length; return is; };
  const require = (word) => takes(word) || wrong('not JSON');
  const isDigit = (c) => c >= '0' && c <= '9';
  const space = () => { while (at < words.length && ' \t\n\r'.includes(words[at])) at++; };
  const digits = () => { if (!isDigit(peek())) wrong('not JSON'); while (at < words.length && isDigit(words[at])) at++; };

  function text() {
    require('"');
    let found = '';
    for (;;) {
      let c = peek();
      at++;
      if (c === '"') break;
      if (c < ' ') wrong('a control character within a string');
      if (c === '\\') {
        c = peek();
        at++;
        const plain = '"\\/bfnrt'.indexOf(c);
        if (c === 'u') {
          const hex = words.slice(at, at + 4);
          if (!/^[0-9a-fA-F]{4}$/.test(hex)) wrong('not JSON');
          at += 4;
          c = String.fromCharCode(parseInt(hex, 16));
        } else {
          c = plain < 0 ? wrong('not JSON') : '"\\/\b\f\n\r\t'[plain];
        }
      }
      found += c;
    }
    for (const c of found) if (c.length === 1 && c >= '\ud800' && c <= '\udfff') wrong('half a character');
    return found;
  }

  function number() {
    const begin = at;
    const isNegative = takes('-');
    if (!isDigit(peek())) wrong('not JSON');
    if (!takes('0')) digits();
    if (at < words.length && '.eE'.includes(words[at])) {
      if (!takesFractions) wrong('a fraction');
      if (takes('.')) digits();
      if (takes('e') || takes('E')) { takes('+') || takes('-'); digits(); }
    } else if (at < words.length && isDigit(words[at])) {
      wrong('not JSON');
    }
    if (isNegative && words.slice(begin, at) === '-0' && !takesFractions) wrong('a number that is not canonical');
    const value = Number(words.slice(begin, at));
    if (Math.abs(value) > WHOLE_MAX && !takesFractions || !Number.isFinite(value)) wrong('a number that is too large');
    return value;
  }

  function value(depth) {
    space();
    const c = peek();
    if (c === '{' || c === '[') {
      if (depth > DEPTH_MAX) wrong('nested too deep');
      at++;
      return c === '{' ? fieldsOf(depth) : itemsOf(depth);
    }
    if (c === '"') return text();
    if (c === '-' || isDigit(c)) return number();
    if (takes('true')) return true;
    if (takes('false')) return false;
    if (takes('null')) return null;
    return wrong('not JSON');
  }

  function fieldsOf(depth) {
    const all = new Map();
    space();
    if (takes('}')) return all;
    for (;;) {
      space();
      const name = text();
      space();
      require(':');
      const one = value(depth + 1);
      if (all.has(name)) wrong('a name twice in one object');
      all.set(name, one);
      space();
      if (takes('}')) return all;
      require(',');
    }
  }

  function itemsOf(depth) {
    const all = [];
    space();
    if (takes(']')) return all;
    for (;;) {
      all.push(value(depth + 1));
      space();
      if (takes(']')) return all;
      require(',');
    }
  }

  const document = value(1);
  space();
  if (at < words.length) wrong('text behind the end of the JSON');
  return document;
}

// As RFC 8785 writes it: that JSON.stringify writes strings and numbers in just this way is where the RFC took it from.
export function canonical(json) {
  if (json instanceof Map) {
    return `{${[...json.keys()].sort().map((name) => `${JSON.stringify(name)}:${canonical(json.get(name))}`).join(',')}}`;
  }
  return Array.isArray(json) ? `[${json.map(canonical).join(',')}]` : JSON.stringify(json);
}

const typed = (is, value, what) => { if (!is) throw new WrongType(`no ${what} where one must be`); return value; };
const isText = (json) => typeof json === 'string';
const asText = (json) => typed(isText(json), json, 'text');
const asWhole = (json) => typed(Number.isSafeInteger(json), json, 'integer');
const asItems = (json) => typed(Array.isArray(json), json, 'list');
const asFields = (json) => typed(json instanceof Map, json, 'object');
const at = (fields, name) => { if (!fields.has(name)) throw new WrongType(`'${name}' is missing`); return fields.get(name); };
const text = (fields, name) => asText(at(fields, name));
const whole = (fields, name) => asWhole(at(fields, name));
const items = (fields, name) => asItems(at(fields, name));
const fields = (from, name) => asFields(at(from, name));
const textOr = (from, name) => isText(from.get(name)) ? from.get(name) : '';
const isExactly = (from, names, optional = []) =>
  names.every((name) => from.has(name)) && [...from.keys()].every((name) => names.includes(name) || optional.includes(name));

// ---- bytes

const utf8 = (words) => new TextEncoder().encode(words);
const tag = (name) => utf8(`${name}\0`);
const u32 = (value) => { const bytes = new Uint8Array(4); new DataView(bytes.buffer).setUint32(0, value); return bytes; };
const u64 = (value) => { const bytes = new Uint8Array(8); new DataView(bytes.buffer).setBigUint64(0, BigInt(value)); return bytes; };
const join = (...pieces) => {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let end = 0;
  for (const piece of pieces) { all.set(piece, end); end += piece.length; }
  return all;
};
const lengthAnd = (words) => { const bytes = utf8(words); return join(u32(bytes.length), bytes); };

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const base64 = (bytes) => {
  let words = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    words += [18, 12, 6, 0].slice(0, Math.min(4, bytes.length - i + 1)).map((shift) => BASE64[(three >> shift) & 63]).join('');
  }
  return words;
};
const fromBase64 = (words, count) => {
  const bytes = new Uint8Array(count);
  let bits = 0, held = 0, end = 0;
  for (const c of words) {
    const value = BASE64.indexOf(c);
    if (value < 0) return wrong(`not ${count} bytes in base64url`);
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) { bits -= 8; bytes[end++] = held >> bits; }
  }
  // No bits behind the end: one way to write each value.
  if (end !== count || base64(bytes) !== words) wrong(`not ${count} bytes in base64url`);
  return bytes;
};
// A hash is kept as its letters: equal letters, equal bytes.
const digest = (from, name) => { const words = text(from, name); fromBase64(words, 32); return words; };
const bytesOf = (words) => fromBase64(words, 32);

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const fromBase58 = (words, count) => {
  if (words.length > 2 * count) wrong('too long in base58');
  let number = 0n;
  for (const c of words) {
    const digit = BASE58.indexOf(c);
    if (digit < 0) wrong('not base58');
    number = number * 58n + BigInt(digit);
  }
  const bytes = new Uint8Array(count);
  for (let i = count - 1; i >= 0; i--) { bytes[i] = Number(number & 255n); number >>= 8n; }
  const zeros = (list, zero) => { let n = 0; while (n < list.length && list[n] === zero) n++; return n; };
  if (number > 0n || zeros(words, '1') !== zeros(bytes, 0)) wrong(`not ${count} bytes in base58`);
  return bytes;
};

// ---- hashes

const { subtle } = globalThis.crypto ?? {};
const sha256 = async (...pieces) => new Uint8Array(await subtle.digest('SHA-256', join(...pieces)));
const hash = async (...pieces) => base64(await sha256(...pieces));
const macOf = async (seed) => {
  const key = await subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (...pieces) => new Uint8Array(await subtle.sign('HMAC', key, join(...pieces)));
};

// ---- Ed25519: S < L; y of key and of R below p and of no small order; [S]B = R + [k]A without the cofactor.
// By hand, for browsers and libraries differ in just these cases.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const ROOT = 19681161376707505956807079304988542015446066515923890162744021073123829784752n; // of -1
const mod = (a) => { const r = a % P; return r < 0n ? r + P : r; };
const power = (base, exponent) => {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) if (e & 1n) result = (result * b) % P;
  return result;
};
const SMALL_ORDER = new Set([0n, 1n, P - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n]);
const number = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const yOf = (bytes) => number(bytes) & (2n ** 255n - 1n);
const isFit = (bytes) => yOf(bytes) < P && !SMALL_ORDER.has(yOf(bytes));

// Extended coordinates: x = X/Z, y = Y/Z, T = XY/Z.
const add = ([x1, y1, z1, t1], [x2, y2, z2, t2]) => {
  const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2)), c = mod(mod(2n * D * t1) * t2), d = mod(2n * z1 * z2);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
};
const double = ([x, y, z]) => {
  const a = mod(x * x), b = mod(y * y), c = 2n * mod(z * z), h = a + b, e = h - mod((x + y) * (x + y)), g = a - b, f = c + g;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
};
const pointOf = (bytes) => {
  const y = yOf(bytes), u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT);
  if (mod(v * x * x) !== u) return null;
  if (x & 1n ? bytes[31] < 128 : bytes[31] > 127) x = mod(-x);
  return [x, y, 1n, mod(x * y)];
};
const BASE = pointOf(Uint8Array.from([0x58, ...Array(31).fill(0x66)]));

export async function signatureFits(key, message, signature) {
  const r = signature.slice(0, 32), s = number(signature.slice(32));
  if (key.length !== 32 || signature.length !== 64 || s >= L || !isFit(key) || !isFit(r)) return false;
  const a = pointOf(key);
  if (!a) return false;
  const k = number(new Uint8Array(await subtle.digest('SHA-512', join(r, key, message)))) % L;
  const minus = [mod(-a[0]), a[1], 1n, mod(-a[3])];
  const both = add(BASE, minus);
  let sum = [0n, 1n, 1n, 0n];
  for (let bit = 252n; bit >= 0n; bit--) {
    sum = double(sum);
    const inS = (s >> bit) & 1n, inK = (k >> bit) & 1n;
    if (inS || inK) sum = add(sum, inS && inK ? both : inS ? BASE : minus);
  }
  const z = power(sum[2], P - 2n), x = mod(sum[0] * z), y = mod(sum[1] * z);
  return y === yOf(r) && (x & 1n) === BigInt(r[31] >> 7);
}

const keyOf = (multikey) => {
  if (!multikey.startsWith('z')) wrong('no key in base58');
  const bytes = fromBase58(multikey.slice(1), 34);
  return bytes[0] === 0xed && bytes[1] === 1 ? bytes.slice(2) : wrong('no Ed25519 key');
};

const PROOF = ['type', 'cryptosuite', 'verificationMethod', 'proofPurpose', 'created', 'proofValue'];

const without = (from, name) => { const fewer = new Map(from); fewer.delete(name); return fewer; };

// Whether the proof over this object (a Map) was made with this key.
export async function proofFits(object, key) {
  try {
    const proof = fields(object, 'proof');
    const isOurs = text(proof, 'type') === 'DataIntegrityProof' && text(proof, 'cryptosuite') === 'eddsa-jcs-2022'
      && text(proof, 'proofPurpose') === 'assertionMethod' && text(proof, 'proofValue').startsWith('z') && text(proof, 'created') !== '';
    const isSameContext = proof.has('@context') === object.has('@context')
      && (!proof.has('@context') || canonical(proof.get('@context')) === canonical(object.get('@context')));
    if (!isOurs || !isSameContext) return false;
    const signature = fromBase58(text(proof, 'proofValue').slice(1), 64);
    const payload = join(await sha256(utf8(canonical(without(proof, 'proofValue')))), await sha256(utf8(canonical(without(object, 'proof')))));
    return await signatureFits(isText(key) ? keyOf(key) : key, payload, signature);
  } catch (e) {
    if (e instanceof Malformed) return false;
    throw e;
  }
}

// ---- the check

const SERVER = /^(https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?)\/actor$/;
const BAD_NAME = 'a name in an attestation is missing or unknown';
const BAD_PROOF = 'an attestation is malformed or its signature is wrong';

function requireInstant(words) {
  const ms = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/.test(words) ? Date.parse(words) : NaN;
  // Some take 30 February, and move it.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== words) wrong('created is not YYYY-MM-DDThh:mm:ss.sssZ');
}

function readHead(head) {
  if (!isExactly(head, ['v', 'conv', 'author', 'created', 'mediaType', 'after', 'attachments'], ['replaces', 'replyTo', 'committedBy'])) {
    wrong('a name in the head is missing or unknown');
  }
  if (text(head, 'v') !== 'sx1') wrong('the head is of another format');
  const after = fields(head, 'after');
  if (!isExactly(after, ['n', 'chain']) || whole(after, 'n') < 0) wrong('malformed after');
  const attachments = items(head, 'attachments').map((one) => {
    const attachment = asFields(one);
    if (!isExactly(attachment, ['mediaType', 'commit', 'size']) || whole(attachment, 'size') < 0) wrong('malformed attachment');
    return { mediaType: text(attachment, 'mediaType'), commit: digest(attachment, 'commit') };
  });
  const conv = text(head, 'conv'), author = text(head, 'author');
  requireInstant(text(head, 'created'));
  const mediaType = text(head, 'mediaType');
  const seen = { n: whole(after, 'n'), chain: digest(after, 'chain') };
  const earlier = (name) => {
    if (!head.has(name)) return 0;
    return whole(head, name) < 1 ? wrong(`${name} is no number of a message`) : whole(head, name);
  };
  const replaces = earlier('replaces'), replyTo = earlier('replyTo');
  const committedBy = head.has('committedBy') ? text(head, 'committedBy') : '';
  return { conv, author, created: head.get('created'), mediaType, after: seen, attachments, replaces, replyTo, committedBy };
}

class Check {
  constructor(excerpt, keys, around) {
    this.excerpt = excerpt;
    this.keys = keys;
    this.around = around;
    this.id = textOr(excerpt, 'id');
    if (!this.id) wrong('no id');
    if (!isExactly(excerpt, ['v', 'id', 'conv', 'from', 'to', 'prev', 'head', 'entries', 'attestations'], ['conversation', 'consent', 'context'])) {
      wrong('a name in the excerpt is missing or unknown');
    }
    this.conv = text(excerpt, 'conv');
    fromBase64(this.conv, 16);
    this.from = whole(excerpt, 'from');
    this.to = whole(excerpt, 'to');
    this.prev = digest(excerpt, 'prev');
    this.chain = [this.prev];
    this.places = [];
    this.servers = new Set();
    this.starts = new Map();
    this.startsUnchecked = new Map();
    this.hasAuthor = false;
    this.notes = new Set();
  }

  async result() {
    await this.entries();
    this.consent();
    for (const one of items(this.excerpt, 'attestations')) await this.attestation(one);
    await this.context();
    const isBound = await this.conversation();
    if (this.keys.fetched) this.notes.add(`keys as of ${this.keys.fetched}`);
    if (!this.servers.size && !this.hasAuthor) return this.told(CANNOT_TELL, 'no attestation could be checked');
    if (!isBound) return this.told(CANNOT_TELL, 'conversation object bound only by an attestation that could not be checked');
    const isWeak = this.places.some((place) => place.head && [OTHER_SERVER, NOBODY].includes(this.grade(place)));
    return this.told(isWeak ? WEAK : FITS, '');
  }

  told(exit, fault) {
    const rows = this.places.map((place) => ({ n: place.n, deniedBy: place.deniedBy, ...(place.head
      ? { state: 'open', ms: place.ms, head: place.head, parts: place.parts, pictures: [...place.pictures], grade: this.grade(place) }
      : place.ms < 0 ? { state: 'left out' } : { state: 'sealed', ms: place.ms }) }));
    return { exit, fault, excerpt: this.id, rows, notes: [...this.notes] };
  }

  async entries() {
    const entries = items(this.excerpt, 'entries');
    if (this.from < 1 || this.to - this.from + 1 !== entries.length || !entries.length) wrong('from and to do not fit the number of entries');
    if (entries.length > ENTRIES_MAX) wrong('too many entries');
    let latest = 0;
    for (let i = 0; i < entries.length; i++) {
      const place = { n: this.from + i, ms: -1, m: '', head: null, hasSeed: false, parts: [], pictures: new Map(), isConfirmed: false, isDenied: false, deniedBy: [] };
      try {
        const entry = await this.entry(asFields(entries[i]), place);
        if (place.ms >= 0 && place.ms < latest) wrong('its time lies before that of an earlier message');
        latest = Math.max(latest, place.ms);
        this.places.push(place);
        this.chain.push(await hash(tag('sx1/chain'), bytesOf(this.chain.at(-1)), bytesOf(entry)));
      } catch (e) {
        throw e instanceof Malformed ? new Malformed(`entry ${place.n}: ${e.message}`) : e;
      }
    }
    if (this.chain.at(-1) !== digest(this.excerpt, 'head')) wrong('chain does not end in head: a message was changed, added, dropped or moved', this.culprit());
    for (const { n, head } of this.places) {
      const seen = head ? head.after.n - (this.from - 1) : -1;
      if (seen >= 0 && this.chain[seen] !== head.after.chain) wrong(`entry ${n}: its author saw another talk when he wrote (spliced)`);
    }
  }

  /** Which message is not the one that its author's attestation names, where that can be told. */
  culprit() {
    const all = this.excerpt.get('attestations');
    for (const one of Array.isArray(all) ? all : []) {
      const named = one instanceof Map ? one.get('entries') : [];
      for (const entry of Array.isArray(named) ? named : []) {
        const n = entry instanceof Map ? entry.get('n') : null;
        const place = Number.isSafeInteger(n) ? this.places[n - this.from] : null;
        if (place?.m && isText(entry.get('m')) && entry.get('m') !== place.m) return [`entry ${n} is not what its author signed`];
      }
    }
    return [];
  }

  async entry(entry, place) {
    if (isExactly(entry, ['e'])) return digest(entry, 'e');
    const isWhole = isExactly(entry, ['n', 'ms', 'seed', 'head', 'parts'], ['attachments']);
    if (!isWhole && !isExactly(entry, ['n', 'ms', 'm']) && !isExactly(entry, ['n', 'ms', 'head', 'headSalt', 'parts'], ['attachments'])) {
      wrong('not one of the entry shapes');
    }
    if (whole(entry, 'n') !== place.n) wrong('entry number');
    place.ms = whole(entry, 'ms');
    if (place.ms < 0) wrong('a time before 1970');
    place.m = entry.has('m') ? digest(entry, 'm') : await this.opened(entry, isWhole, place);
    return hash(tag('sx1/entry'), u64(place.n), u64(place.ms), bytesOf(place.m));
  }

  async opened(entry, isWhole, place) {
    const json = fields(entry, 'head');
    const head = place.head = readHead(json);
    place.hasSeed = isWhole;
    if (head.conv !== this.conv) wrong('a message of another conversation');
    if (head.after.n >= place.n) wrong('after does not lie before the message');
    if (head.replyTo >= place.n) wrong('replyTo does not lie before the message');
    if (head.replaces >= place.n) wrong('replaces does not lie before the message');
    const mac = isWhole ? await macOf(bytesOf(digest(entry, 'seed'))) : null;
    const hashes = await this.parts(items(entry, 'parts'), mac, place);
    if (head.mediaType === EVENT) this.requireEvent(place.parts);
    await this.pictures(entry, place);
    const salt = isWhole ? await mac(tag('sx1/head')) : bytesOf(digest(entry, 'headSalt'));
    const d = await sha256(tag('sx1/head'), salt, lengthAnd(canonical(json)));
    return hash(tag('sx1/msg'), d, u32(hashes.length), ...hashes);
  }

  parts(all, mac, place) {
    if (!all.length || all.length > PARTS_MAX) wrong(all.length ? 'too many parts' : 'no parts');
    let bytes = 0;
    const hashed = async (j, salt, words) => sha256(tag('sx1/seg'), u32(j), await salt, lengthAnd(words));
    const jobs = [];
    for (const [j, one] of all.entries()) {
      let words, job;
      if (isText(one) && place.hasSeed) {
        words = one;
        job = () => hashed(j, mac(tag('sx1/seg'), u32(j)), words);
      } else if (one instanceof Map && !place.hasSeed && isExactly(one, ['t', 's'])) {
        words = text(one, 't');
        const salt = bytesOf(digest(one, 's'));
        job = () => hashed(j, salt, words);
      } else if (one instanceof Map && !place.hasSeed && isExactly(one, ['h'])) { // Beside the seed it could be guessed.
        const known = bytesOf(digest(one, 'h'));
        jobs.push(() => known);
        place.parts.push({ isHidden: true });
        continue;
      } else {
        wrong('not one of the part shapes');
      }
      jobs.push(job);
      place.parts.push({ text: words });
      bytes += utf8(words).length;
      if (bytes > TEXT_BYTES_MAX) wrong('text too long');
      if (words.includes('\0') || words.includes('\r')) wrong('a letter that no text has');
    }
    return Promise.all(jobs.map((job) => job()));
  }

  requireEvent(parts) {
    if (parts.length !== 1 || parts[0].isHidden) wrong('an event is one open part');
    try {
      const event = asFields(readJson(utf8(parts[0].text)));
      const fits = ['join', 'leave', 'mode'].includes(text(event, 'type')) && isExactly(event, ['type'], ['member', 'mode'])
        && [...event.values()].every(isText) && canonical(event) === parts[0].text;
      if (fits) return;
    } catch (e) {
      if (!(e instanceof Malformed)) throw e;
    }
    wrong('malformed event');
  }

  async pictures(entry, place) {
    const { attachments } = place.head;
    const openings = entry.has('attachments') ? items(entry, 'attachments') : [];
    if (!openings.length && entry.has('attachments')) wrong('no attachment is opened, and yet they are named');
    for (const one of openings) {
      const opening = asFields(one);
      if (!isExactly(opening, ['index', 'salt', 'sha256'])) wrong('an attachment is not opened as it must be');
      const i = whole(opening, 'index');
      if (i < 0 || i >= attachments.length) wrong(`attachment ${i} is not in the head`);
      const file = digest(opening, 'sha256');
      const commitment = await hash(tag('sx1/att'), u32(i), bytesOf(digest(opening, 'salt')), bytesOf(file));
      if (commitment !== attachments[i].commit) wrong(`attachment ${i} is another file`);
      if (place.pictures.has(i)) wrong(`attachment ${i} is opened twice`);
      place.pictures.set(i, file);
    }
    if (place.hasSeed && place.pictures.size < attachments.length) wrong('a seed beside an attachment that is not opened');
  }

  consent() {
    for (const one of this.excerpt.has('consent') ? items(this.excerpt, 'consent') : []) {
      const consent = asFields(one);
      if (!isExactly(consent, ['entries', 'state'], ['stamp'])) wrong('a name in consent is missing or unknown');
      const fits = isText(consent.get('state')) && items(consent, 'entries').every(Number.isSafeInteger)
        && (!consent.has('stamp') || isText(consent.get('stamp')));
      if (!fits) wrong('malformed consent');
    }
  }

  async context() {
    for (const one of this.excerpt.has('context') ? items(this.excerpt, 'context') : []) {
      const note = asFields(one);
      if (!isExactly(note, ['by', 'text', 'proof'], ['@context'])) wrong('a name in context is missing or unknown');
      const method = this.method(note);
      this.requireSigner(method, text(note, 'by'));
      if (!isText(note.get('text'))) wrong('malformed context');
      const key = this.key(method);
      if (!key) this.notes.add(`a note could not be checked, its key is not known: ${method}`);
      else if (!await proofFits(note, key)) wrong(BAD_PROOF);
    }
  }

  key(method) {
    try {
      const multikey = this.keys.all.get(method);
      return multikey ? keyOf(multikey) : null;
    } catch {
      return null;
    }
  }

  async attestation(json) {
    if (!(json instanceof Map) || !textOr(json, 'type')) wrong(BAD_NAME);
    const type = json.get('type');
    const method = this.method(json);
    try {
      if (type === 'RangeAttestation') await this.range(json, method);
      else if (type === 'AuthorAttestation') await this.author(json, method);
      else if (await this.isChecked(json, method)) this.notes.add(`an attestation of an unknown type was skipped: ${type}`);
    } catch (e) {
      throw e instanceof WrongType ? new Malformed(BAD_PROOF) : e;
    }
  }

  method(signed) {
    const proof = signed.get('proof');
    if (!(proof instanceof Map) || !isExactly(proof, PROOF, ['@context'])) wrong(BAD_NAME);
    if (proof.has('@context') !== signed.has('@context')) wrong(BAD_NAME);
    return textOr(proof, 'verificationMethod') || wrong(BAD_PROOF);
  }

  requireSigner(method, controller) {
    if (!method.startsWith(`${controller}#`) || method.length < controller.length + 2) wrong('attestation signed by another');
  }

  async isChecked(attestation, method) {
    const key = this.key(method);
    if (!key) {
      this.notes.add(`an attestation was skipped, its key is not known: ${method}`);
      return false;
    }
    return await proofFits(attestation, key) || wrong(BAD_PROOF);
  }

  async range(range, method) {
    if (!isExactly(range, ['type', 'server', 'conv', 'from', 'to', 'prev', 'head', 'receivedBy', 'proof'], ['start', '@context'])
      || !['local', 'https', 'mls'].includes(text(range, 'receivedBy'))) {
      wrong(BAD_NAME);
    }
    const server = text(range, 'server');
    const origin = SERVER.exec(server);
    if (!origin) wrong('attestation signed by another');
    this.requireSigner(method, server);
    const remember = (starts) => {
      if (range.has('start')) starts.set(server, (starts.get(server) ?? new Set()).add(digest(range, 'start')));
    };
    if (!await this.isChecked(range, method)) {
      remember(this.startsUnchecked);
      return;
    }
    this.requireThisRange(range, server);
    this.servers.add(origin[1]);
    remember(this.starts);
  }

  requireThisRange(attestation, who) {
    const fits = text(attestation, 'conv') === this.conv && whole(attestation, 'from') === this.from && whole(attestation, 'to') === this.to
      && digest(attestation, 'prev') === this.prev && digest(attestation, 'head') === this.chain.at(-1);
    if (!fits) wrong(`${who}: attests something else`);
  }

  async author(attestation, method) {
    if (!isExactly(attestation, ['type', 'author', 'conv', 'excerpt', 'from', 'to', 'prev', 'head', 'decision', 'entries', 'proof'], ['around', '@context'])) {
      wrong(BAD_NAME);
    }
    const author = text(attestation, 'author'), decision = text(attestation, 'decision');
    if (!['consent', 'confirm', 'deny'].includes(decision)) wrong(`${author}: unknown decision`);
    for (const one of items(attestation, 'entries')) {
      const agreed = asFields(one);
      if (!isExactly(agreed, ['n', 'm', 'open'], agreed.get('open') === 'all' ? [] : ['attachments'])) wrong(BAD_NAME);
    }
    this.requireSigner(method, author);
    if (!await this.isChecked(attestation, method)) return;
    this.requireThisRange(attestation, author);
    if (text(attestation, 'excerpt') !== this.id) wrong(`${author}: attests something else`);
    this.hasAuthor = true;
    const seen = new Set();
    for (const agreed of items(attestation, 'entries')) {
      const n = whole(agreed, 'n');
      if (seen.has(n)) wrong(`${author}: attests a message twice`);
      seen.add(n);
      this.decided(agreed, author, decision);
    }
    if (attestation.has('around') && digest(attestation, 'around') !== this.around && this.around && decision !== 'deny') {
      this.notes.add('the text around it was changed after the agreement');
    }
  }

  decided(agreed, author, decision) {
    const n = whole(agreed, 'n'), m = digest(agreed, 'm');
    if (n < this.from || n > this.to) wrong(`${author}: attests another message`);
    const place = this.places[n - this.from];
    const isHis = place.head?.author === author;
    if (place.m && place.m !== m || decision === 'deny' && place.head && !isHis) wrong(`${author}: attests another message`);
    const isAll = agreed.get('open') === 'all';
    const wholes = (all) => new Set(all.map((one) => asWhole(one) < 0 ? wrong(BAD_PROOF) : one));
    const words = isAll ? new Set() : wholes(items(agreed, 'open'));
    const pictures = agreed.has('attachments') ? wholes(items(agreed, 'attachments')) : new Set();
    if (decision === 'deny') {
      place.isDenied ||= isHis;
      place.deniedBy.push(author);
      return;
    }
    if (!isAll && place.head) {
      if (place.hasSeed || place.parts.some((part, j) => !part.isHidden && !words.has(j))) {
        wrong(`${author}: words are open that the author did not agree to`);
      }
      if ([...place.pictures.keys()].some((i) => !pictures.has(i))) wrong(`${author}: a picture is open that the author did not agree to`);
    }
    place.isConfirmed ||= isHis;
  }

  // Whether what binds it could be checked.
  async conversation() {
    const starts = new Set([...this.starts.values()].flatMap((some) => [...some]));
    if (!this.excerpt.has('conversation')) {
      if (this.from === 1) starts.add(this.prev);
      if (starts.size > 1) wrong('the servers attest different conversations');
      return true;
    }
    const conversation = fields(this.excerpt, 'conversation');
    const members = conversation.has('members') ? items(conversation, 'members').map(asText) : [];
    const fits = isExactly(conversation, ['v', 'conv', 'hub', 'mode', 'members', 'created', 'salt']) && text(conversation, 'v') === 'sx1'
      && SERVER.test(text(conversation, 'hub')) && ['consent', 'record'].includes(text(conversation, 'mode'))
      && members.every((member, i) => i === 0 || members[i - 1] < member);
    if (!fits) wrong('malformed conversation object');
    fromBase64(text(conversation, 'conv'), 16);
    fromBase64(text(conversation, 'salt'), 16);
    requireInstant(text(conversation, 'created'));
    if (conversation.get('conv') !== this.conv) wrong('conversation object of another conversation');
    const start = await hash(tag('sx1/conv'), lengthAnd(canonical(conversation)));
    if ([...starts].some((other) => other !== start)) wrong('conversation object is not the one that a server attests');
    if (this.from === 1) return start === this.prev || wrong('conversation object is not bound to the chain');
    const hub = conversation.get('hub');
    this.notes.add(`the list of members is on the word of ${hub}`);
    if (this.starts.has(hub)) return true;
    return this.startsUnchecked.get(hub)?.has(start) ? false : wrong('conversation object is not bound to the chain');
  }

  grade(place) {
    if (place.isDenied) return NOBODY;
    if (place.isConfirmed) return AUTHOR;
    if ([...this.servers].some((origin) => place.head.author.startsWith(`${origin}/`))) return OWN_SERVER;
    return this.servers.size ? OTHER_SERVER : NOBODY;
  }
}

// The keys in a file: { fetched, keys: { address: key } }, or a plain object of addresses and keys.
export function readKeys(bytes) {
  const all = asFields(readJson(bytes));
  const isDated = all.get('keys') instanceof Map;
  const keys = isDated ? all.get('keys') : all;
  keys.forEach(asText);
  return { all: keys, fetched: isDated && all.has('fetched') ? text(all, 'fetched') : '' };
}

export const noKeys = { all: new Map(), fetched: '' };

// bytes: of the document; keys: as readKeys gives them; around: the digest of the post around it, or "".
export async function verify(bytes, keys = noKeys, around = '') {
  const failed = (exit, fault, notes = []) => ({ exit, fault, excerpt: '', rows: [], notes });
  try {
    const excerpt = readJson(bytes);
    if (!(excerpt instanceof Map) || excerpt.get('v') !== 'sx1') return failed(CANNOT_TELL, 'unknown format');
    return await new Check(excerpt, keys, around).result();
  } catch (e) {
    if (e instanceof Malformed) return failed(WRONG, e.message, e.notes);
    throw e;
  }
}

// The last line that the command line prints.
export function verdict(result) {
  if (result.fault) return result.fault;
  const open = result.rows.filter((row) => row.state === 'open').at(-1);
  return open ? `entry ${open.n}: vouched for by ${open.grade}` : 'the chain fits; no message is open';
}
