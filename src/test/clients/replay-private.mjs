// Replays the private part of a scenario (SCENARIO: JSON with people, posts and a private conversation) on a running server in
// test mode (BASE): the talk, an excerpt of it instead of pictures, the question, the seals, a yes, its withdrawal; a refusal in a
// second run; one letter changed. The excerpt is checked with VERBATIM (`./verbatim`), as any reader would.
// Prints "ok …" or "FAIL: …" for each check and "N passed, N failed" at the end.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const { BASE, WORK, VERBATIM } = process.env;
const scenario = JSON.parse(fs.readFileSync(process.env.SCENARIO, 'utf8'));
const talk = scenario.private_conversation;

let passed = 0;
let failed = 0;
const check = (name, truth, detail = '') => {
  if (truth) {
    passed++;
    console.log(`ok ${name}`);
  } else {
    failed++;
    console.log(`FAIL: ${name} ${detail}`);
  }
};
const same = (name, got, wanted) => check(name, JSON.stringify(got) === JSON.stringify(wanted), `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);

const call = async (method, where, token, body, accept = 'application/json') => {
  const answer = await fetch(BASE + where, {
    method,
    redirect: 'manual',
    headers: { Accept: accept, ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  return { status: answer.status, text: await answer.text() };
};
const done = async (...asked) => {
  const answer = await call(...asked);
  if (answer.status !== 200) throw new Error(`${asked[0]} ${asked[1]}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text);
};

const SCOPES = 'read write follow';
const app = await done('POST', '/api/v1/apps', '', { client_name: 'replay', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: SCOPES });
const client = { client_id: app.client_id, client_secret: app.client_secret };
const appToken = (await done('POST', '/oauth/token', '', { ...client, grant_type: 'client_credentials', scope: SCOPES })).access_token;
const person = async (id) => {
  const one = scenario.people.find((p) => p.id === id);
  const username = (one.handle ?? one.demo_handle ?? id).replace(/[^A-Za-z0-9_]/g, '_');
  const token = (await done('POST', '/api/v1/accounts', appToken, { username, email: `${username}@people.example`, password: `pass ${username} 2026`, agreement: true, locale: 'en' })).access_token;
  return { id: (await done('GET', '/api/v1/accounts/verify_credentials', token)).id, username, token };
};

const shownIn = scenario.posts.find((post) => post.id === talk.messages[0].disclosed_in);
const publisher = await person(shownIn.author);
const other = await person(talk.members.find((id) => id !== shownIn.author));
const stranger = (await done('POST', '/api/v1/accounts', appToken, { username: 'reader', email: 'reader@people.example', password: 'pass reader 2026', agreement: true, locale: 'en' })).access_token;
for (const [one, two] of [[publisher, other], [other, publisher]]) await done('POST', `/api/v1/accounts/${two.id}/follow`, one.token, {});

// ---------------------------------------------------------------- the talk
const conversation = (await done('POST', '/api/v1/private/conversations', publisher.token, { members: [other.id], mode: 'consent' })).id;
const said = [];
for (const message of [...talk.messages].sort((a, b) => a.order - b.order)) {
  const text = message.fragments.map((fragment) => fragment.text).join(' […] ');
  const by = message.author === shownIn.author ? publisher : other;
  const { n } = await done('POST', `/api/v1/private/conversations/${conversation}/messages`, by.token, { text });
  said.push({ n, by, text });
}
same('the messages stand in order', said.map((one) => one.n), said.map((_, i) => i + 1));
const mine = said.find((one) => one.by === publisher);
const his = said.find((one) => one.by === other && one.n < mine.n);
const [from, to] = [his.n, mine.n];

const run = (...words) => {
  const ended = spawnSync(VERBATIM, ['excerpt', ...words], { encoding: 'utf8' });
  return { exit: ended.status, out: ended.stdout + ended.stderr };
};
const fetched = async (id) => (await call('GET', `/excerpts/${id}`, '')).text;
const publicly = async (excerpt, status) => {
  const all = [await fetched(excerpt)];
  for (const where of [`/api/v1/statuses/${status}`, `/api/v1/accounts/${publisher.id}/statuses`, '/api/v1/timelines/public?local=true', `/@${publisher.username}/${status}`, `/@${publisher.username}.rss`, `/api/oembed?url=${encodeURIComponent(`${BASE}/@${publisher.username}/${status}`)}`]) {
    all.push((await call('GET', where, '', undefined, '*/*')).text);
  }
  all.push((await call('GET', `/api/v1/statuses/${status}`, stranger)).text);
  all.push((await call('GET', `/api/v2/search?q=${encodeURIComponent(his.text.split(' ').slice(0, 2).join(' '))}&type=statuses`, stranger)).text);
  return all.join('\n');
};
const words = his.text.split(' […] ');
const tells = (text, telling) => telling.some((one) => text.includes(one) || text.includes(one.replaceAll("'", '&#39;')) || text.includes(one.replaceAll("'", '&#x27;')));

const publish = async () => {
  const draft = await done('POST', '/api/v1/excerpts', publisher.token, { conversation, from, to, ask: true });
  const status = await done('POST', `/api/v1/excerpts/${draft.id}/publish`, publisher.token, { status: 'Read it yourselves' });
  return { id: draft.id, status: status.id };
};

// ---------------------------------------------------------------- A4: asked, sealed, agreed
const first = await publish();
const asked = await done('GET', '/api/v1/excerpts/requests', other.token);
check('A4 the other is asked', asked.some((one) => one.id === first.id && one.answer === 'none'));
// Told a moment later.
let told = [];
for (let tries = 0; told.length === 0 && tries < 1_200; tries++) {
  if (tries > 0) await new Promise((later) => setTimeout(later, 100));
  told = await done('GET', '/api/v1/notifications?types[]=excerpt_asked', other.token);
}
check('A4 he is told', told.some((one) => one.excerpt_id === first.id));
let all = await publicly(first.id, first.status);
check('A4 before his answer his words are nowhere', !tells(all, words));
check('A4 nor is he named', !tells(await fetched(first.id), [other.username]) && !tells((await call('GET', `/api/v1/statuses/${first.status}`, '')).text, [other.username]));
let entries = (await done('GET', `/api/v1/excerpts/${first.id}`, stranger)).entries;
same('A4 his entries are sealed gaps', entries.filter((one) => one.n === his.n), [{ n: his.n, kind: 'sealed', state: 'asked', denied_by: null }]);
check('A4 own words are open', tells(await fetched(first.id), mine.text.split(' ').slice(0, 1)));
same('A4 the state is asked', (await done('GET', `/api/v1/statuses/${first.status}`, '')).excerpt.state, 'asked');

const keys = path.join(WORK, 'keys.json');
const actors = [`${BASE}/actor`, `${BASE}/users/${publisher.username}`, `${BASE}/users/${other.username}`];
const pinned = spawnSync(VERBATIM, ['excerpt', 'keys', ...actors], { encoding: 'utf8' });
same('keys are shown by those who sign', pinned.status, 0);
fs.writeFileSync(keys, pinned.stdout);
const url = `${BASE}/excerpts/${first.id}`;
same('A4 with seals it fits', run('verify', url, '--keys', keys).exit, 0);
const sealed = await fetched(first.id);

const { seen } = await done('GET', `/api/v1/excerpts/${first.id}`, other.token);
await done('POST', `/api/v1/excerpts/${first.id}/answer`, other.token, { decision: 'consent', seen });
const opened = await fetched(first.id);
const checked = run('verify', url, '--keys', keys, '--json');
same('A4 after his yes it fits', checked.exit, 0);
entries = (await done('GET', `/api/v1/excerpts/${first.id}`, stranger)).entries;
same('A4 readers see who wrote what', entries.map((one) => [one.account_id, one.parts.join('')]), [[other.id, his.text], [publisher.id, mine.text]]);
check('A4 and when', entries.every((one) => !Number.isNaN(Date.parse(one.created_at))));
same('A4 and that he agreed', (await done('GET', `/api/v1/statuses/${first.status}`, '')).excerpt.state, 'agreed');
check('A4 it opened in the same post', tells((await call('GET', `/api/v1/statuses/${first.status}`, '')).text, words));
const range = (document) => JSON.stringify(JSON.parse(document).attestations.find((one) => one.type === 'RangeAttestation'));
same('A4 nothing was signed anew by the server', range(opened), range(sealed));
fs.writeFileSync(path.join(WORK, 'sealed.json'), sealed);
same('A4 the old document still fits', run('verify', path.join(WORK, 'sealed.json'), '--keys', keys, '--offline').exit, 0);

// ---------------------------------------------------------------- A6: one letter
for (const one of [his, mine]) {
  const document = JSON.parse(opened);
  const entry = document.entries[one.n - from];
  const part = entry.parts.findIndex((p) => /[a-z]/.test(p));
  entry.parts[part] = entry.parts[part].replace(/[a-z]/, (letter) => (letter === 'a' ? 'b' : 'a'));
  const file = path.join(WORK, `changed-${one.n}.json`);
  fs.writeFileSync(file, JSON.stringify(document));
  const ended = run('verify', file, '--keys', keys, '--offline');
  same(`A6 one letter of message ${one.n} changed ends with 1`, ended.exit, 1);
  check('A6 and the message is named', ended.out.includes(`entry ${one.n} `), ended.out);
}

// ---------------------------------------------------------------- taken back
await done('DELETE', `/api/v1/excerpts/${first.id}/authorization`, other.token);
all = await publicly(first.id, first.status);
check('withdrawn words are nowhere', !tells(all, words));
same('the state is withdrawn', (await done('GET', `/api/v1/statuses/${first.status}`, '')).excerpt.state, 'withdrawn');
same('and it fits', run('verify', url, '--keys', keys).exit, 0);

// ---------------------------------------------------------------- A5: a refusal
const second = await publish();
const silent = await publicly(second.id, second.status);
const own = (await call('GET', `/api/v1/excerpts/${second.id}`, publisher.token)).text;
await done('POST', `/api/v1/excerpts/${second.id}/answer`, other.token, { decision: 'decline' });
same('A5 a refusal changes nothing that readers see', await publicly(second.id, second.status), silent);
same('A5 nor what the publisher sees', (await call('GET', `/api/v1/excerpts/${second.id}`, publisher.token)).text, own);
check('A5 his words stay sealed', !tells(silent, words));
check('A5 he is not named', !tells(await fetched(second.id), [other.username]));
same('A5 number and order of the sealed entries are shown', (await done('GET', `/api/v1/excerpts/${second.id}`, stranger)).entries.map((one) => [one.n, one.kind]), [[his.n, 'sealed'], [mine.n, 'said']]);
check('A5 the own words stay', tells(await fetched(second.id), [mine.text.split(' ')[0]]));
same('A5 and it fits', run('verify', `${BASE}/excerpts/${second.id}`, '--keys', keys).exit, 0);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
