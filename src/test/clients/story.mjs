// Builds the story of a scenario (SCENARIO) on a server where its posts were replayed (BASE; REPLAYED: what replay.mjs
// wrote down), and looks at it through the API and in a browser: its order, and that unknown words and times stay so.
// SEEDS: the folder with the articles; TRUTH: the table of their quotations. Prints "ok …" or "FAIL: …" for each check and "N passed, N failed" at the end.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const { BASE, SEEDS, CHROMIUM = '/usr/bin/chromium', WORK } = process.env;
const scenario = JSON.parse(fs.readFileSync(process.env.SCENARIO, 'utf8'));
const replayed = JSON.parse(fs.readFileSync(process.env.REPLAYED, 'utf8'));

let passed = 0;
let failed = 0;
const check = (name, truth, detail = '') => {
  if (truth) passed++;
  else failed++;
  console.log(truth ? `ok ${name}` : `FAIL: ${name} ${detail}`);
};
const same = (name, got, wanted) =>
  check(name, JSON.stringify(got) === JSON.stringify(wanted), `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
const call = async (method, where, token, body) => {
  const response = await fetch(BASE + where, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
};

// ---------------------------------------------------------------- people let themselves be gathered
for (const person of Object.values(replayed.people)) {
  await call('PATCH', '/api/v1/accounts/update_credentials', person.token, { source: { gather: true } });
}
const keeper = Object.values(replayed.people)[0];

// ---------------------------------------------------------------- its articles
const articles = {};
for (const article of scenario.articles) {
  const made = await call('POST', '/api/v1/articles', keeper.token, {
    title: article.title,
    body: fs.readFileSync(path.join(SEEDS, article.file), 'utf8'),
    format: 'text',
    state: 'published',
  });
  articles[article.id] = made.id;
}

// ---------------------------------------------------------------- the story
const posts = Object.fromEntries(scenario.posts.map((post) => [post.id, post]));
const dayOf = (post) => (post.day ? scenario.days[post.day] : null);
const items = scenario.story.items.map((id) => {
  if (articles[id]) return { kind: 'article', id: articles[id], time_known: 'unknown' };
  const post = posts[id];
  const isUnknown = /^unknown/.test(post.day_status ?? 'unknown');
  const time = { time_known: isUnknown ? (post.text === null ? 'unknown' : 'order') : 'day', ...(isUnknown ? {} : { when: dayOf(post) }) };
  return replayed.statuses[id]
    ? { kind: 'status', id: replayed.statuses[id], ...time }
    : { kind: 'gap', account_id: replayed.people[post.author]?.id, note: post.text_status, ...time };
});
const begun = await call('POST', '/api/v1/stories', keeper.token, { title: scenario.story.demo_title, items, state: 'published' });
const story = await call('GET', `/api/v1/stories/${begun.id}`);

same('everything stands in it, in the order of the scenario', story.items.map((item) => item.id), items.map((item) => item.id ?? null));
for (const [i, item] of story.items.entries()) {
  const id = scenario.story.items[i];
  const wanted = items[i];
  same(`${id}: what is known of its time, and no more`, [item.time_known, item.at, item.day], [wanted.time_known, null, null]);
  if (wanted.kind === 'gap') {
    same(`${id}: words that nobody has stay unknown`, [item.kind, item.status ?? null, item.note], ['gap', null, wanted.note]);
  }
}

// ---------------------------------------------------------------- its page
const page = execFileSync(
  CHROMIUM,
  ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${path.join(WORK, 'chromium')}`, '--dump-dom', `${BASE}/stories/${encodeURIComponent(story.slug)}`],
  { encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'] },
);
const text = page
  .replace(/<script[\s\S]*?<\/script>/g, '')
  .replace(/<br\s*\/?>/g, '\n')
  .replace(/<[^>]+>/g, '')
  .replace(/&nbsp;|\u00a0/g, ' ')
  .replace(/&lt;/g, '<')
  .replace(/&gt;/g, '>')
  .replace(/&quot;/g, '"')
  .replace(/&amp;/g, '&')
  .replace(/\s+/g, ' ');
let at = 0;
for (const [i, id] of scenario.story.items.entries()) {
  const words = (posts[id]?.text ?? (articles[id] ? scenario.articles.find((a) => a.id === id).title : items[i].note)).replace(/\u00a0/g, ' ').replace(/\s+/g, ' ').slice(0, 40);
  const found = text.indexOf(words, at);
  check(`${id} stands on the page, after what comes before it`, found >= 0, words);
  if (found >= 0) at = found;
}
const count = (what) => page.split(what).length - 1;
const line = page.slice(page.indexOf('<ol class="line'), page.indexOf('id="who"'));
same('its gaps say so', line.split('class="gap-in"').length - 1, items.filter((item) => item.kind === 'gap').length);
same('unknown times are marked so', (line.match(/<li class="unknown"/g) ?? []).length, items.filter((item) => item.time_known === 'unknown').length);
same('days that are known by a word are marked so', (line.match(/<li class="day-known"/g) ?? []).length, items.filter((item) => item.time_known === 'day').length);
check('it tells no search engine of itself', count('<meta name="robots" content="noindex">') === 1);

// ---------------------------------------------------------------- versions of its sentences
const [head, ...rows] = fs.readFileSync(process.env.TRUTH, 'utf8').trimEnd().split('\n').map((row) => row.split('\t'));
const truth = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
const plain = (html) =>
  html
    .replace(/<span class="vh"[^>]*>[^<]*<\/span>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
const read = async () => {
  const answer = await fetch(`${BASE}/stories/${encodeURIComponent(story.slug)}`);
  const section = (await answer.text()).match(/id="versions"[\s\S]*?<\/section>/)?.[0] ?? '';
  return section.match(/<ol class="versions">[\s\S]*?<\/ol>/g) ?? [];
};
const marked = (line, tag) => (line.match(new RegExp(`<${tag}>[\\s\\S]*?</${tag}>`, 'g')) ?? []).map(plain);
const altered = truth.filter((one) => one.verdict === 'altered' && one.kind === 'direct');
const changesOf = (row) => JSON.parse(row.diff_ops || '[]').filter((op) => op.op === 'replace');
// What ends at a place where words differ is told with the words around it.
const standsIn = (told, row) =>
  told.find((lines) =>
    lines.slice(1).some((line) => changesOf(row).every((op) => marked(line, 'ins').some((words) => words.includes(op.quoted)) && marked(line, 'del').some((words) => words.includes(op.source))) && plain(line).includes(row.quoted_text.replace(/[\s\u00a0]+/g, ' ').slice(-20))),
  );
// They are worked out behind the page.
let told = [];
for (let tries = 0; tries < 240; tries++) {
  if (tries > 0) await new Promise((done) => setTimeout(done, 500));
  told = (await read()).map((one) => one.match(/<li>[\s\S]*?<\/li>/g));
  if (told.length > 0 && altered.every((row) => standsIn(told, row))) break;
}
for (const row of altered) {
  const changes = changesOf(row);
  const found = standsIn(told, row);
  check(`${row.id.replace(/.*:/, '')}: the sentence stands beside its source, with what was changed`, changes.length > 0 && found, JSON.stringify(changes));
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
