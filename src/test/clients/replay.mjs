// Replays the public part of a scenario (SCENARIO: JSON with people and posts) on a running server in test mode (BASE)
// with two unmodified clients, toot (Debian) and masto (npm), and reads everything back through both.
// Prints "ok …" or "FAIL: …" for each check and "N passed, N failed" at the end.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createRestAPIClient, createOAuthAPIClient } from 'masto';

const BASE = process.env.BASE;
const WORK = process.env.WORK;
const scenario = JSON.parse(fs.readFileSync(process.env.SCENARIO, 'utf8'));
const host = new URL(BASE).host;

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
const same = (name, got, wanted) =>
  check(name, JSON.stringify(got) === JSON.stringify(wanted), `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
const until = async (what, truth) => {
  for (let i = 0; i < 2_400; i++) {
    const value = await truth();
    if (value) return value;
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error(`waited in vain for ${what}`);
};

/** The text of a status as web clients make it from the HTML: <br> is a line, </p><p> a blank line. */
const textOf = (html) =>
  html
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/<\/p>\s*<p>/g, '\n\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(Number(n)))
    .replace(/&#x([0-9a-f]+);/gi, (_, n) => String.fromCodePoint(parseInt(n, 16)))
    .replace(/&nbsp;/g, '\u00a0')
    .replace(/&amp;/g, '&');

// ---------------------------------------------------------------- people, registered through masto
const rest = createRestAPIClient({ url: BASE });
const app = await rest.v1.apps.create({ clientName: 'replay', redirectUris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read write follow' });
const oauth = createOAuthAPIClient({ url: BASE });
const appToken = await oauth.token.create({ grantType: 'client_credentials', clientId: app.clientId, clientSecret: app.clientSecret, scope: 'read write follow' });

const people = new Map();
for (const person of scenario.people) {
  const handle = person.handle ?? person.demo_handle;
  if (!handle) continue;
  const password = `pass ${handle} 2026`;
  const email = `${handle.toLowerCase()}@example.com`;
  const token = await createRestAPIClient({ url: BASE, accessToken: appToken.accessToken }).v1.accounts.create({ username: handle, email, password, agreement: true, locale: 'en' });
  const masto = createRestAPIClient({ url: BASE, accessToken: token.accessToken });
  const me = await masto.v1.accounts.verifyCredentials();
  if (person.name) await masto.v1.accounts.updateCredentials({ displayName: person.name });
  people.set(person.id, { ...person, handle, email, password, masto, id: me.id, token: token.accessToken });
}
check('people are registered', people.size >= 10);
for (const p of people.values()) same(`handle ${p.handle} keeps its letters`, (await p.masto.v1.accounts.verifyCredentials()).username, p.handle);

// ---------------------------------------------------------------- two of them use toot
const home = path.join(WORK, 'toot');
const toot = (args, input) => execFileSync('toot', args, { env: { ...process.env, XDG_CONFIG_HOME: home, HOME: home, PYTHONIOENCODING: 'utf8', LANG: 'C.UTF-8' }, input, encoding: 'utf8' });
fs.mkdirSync(home, { recursive: true });
const written = (id) => scenario.posts.filter((post) => post.author === id && post.text !== null && post.visibility === 'public').length;
const byWords = [...people.keys()].sort((a, b) => written(b) - written(a));
const byToot = new Set(byWords.slice(0, 2));
for (const id of byToot) {
  const p = people.get(id);
  toot(['login_cli', '-i', host, '-e', p.email, '--disable-https'], p.password);
}
const using = (p) => ['-u', `${p.handle}@${host}`];

// Everybody follows everybody but the first, who follows nobody: so that a mention needs no follow.
const all = [...people.values()];
for (const a of all.slice(1)) for (const b of all) if (a !== b) await a.masto.v1.accounts.$select(b.id).follow();

// ---------------------------------------------------------------- posts, in order; those without known words are skipped
const posts = scenario.posts.filter((p) => p.text !== null && p.visibility === 'public').sort((a, b) => a.order - b.order);
const skipped = scenario.posts.length - posts.length;
const status = new Map();
const series = posts.filter((p) => p.thread);
for (const post of posts) {
  if (status.has(post.id)) continue;
  const p = people.get(post.author);
  if (post.thread) {
    const response = await fetch(`${BASE}/api/v1/statuses/series`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${p.token}`, 'Content-Type': 'application/json', 'Idempotency-Key': post.thread },
      body: JSON.stringify({ statuses: series.map((s) => ({ status: s.text, visibility: 'public' })) }),
    });
    const made = await response.json();
    if (!response.ok) throw new Error(`series: ${response.status} ${JSON.stringify(made)}`);
    series.forEach((s, i) => status.set(s.id, made[i].id));
  } else if (byToot.has(post.author)) {
    const args = ['post', ...using(p), '-v', 'public'];
    if (post.reply_to) args.push('-r', status.get(post.reply_to));
    const out = toot([...args, '--no-color', post.text]);
    const id = /\/(\d+)\s*$/m.exec(out.trim())?.[1];
    if (!id) throw new Error(`toot did not say where it posted: ${out}`);
    status.set(post.id, id);
  } else {
    const made = await p.masto.v1.statuses.create({ status: post.text, visibility: 'public', inReplyToId: post.reply_to ? status.get(post.reply_to) : undefined });
    status.set(post.id, made.id);
  }
}
check(`${posts.length} posts with words are posted, ${skipped} without words are skipped`, status.size === posts.length);

// ---------------------------------------------------------------- read back: letters, mentions, tags, replies
const reader = people.get(byWords.at(-1));
const mentionsOf = (post) => (post.mentions ?? []).filter((m) => all.some((p) => p.handle.toLowerCase() === m.toLowerCase()));
for (const post of posts) {
  const got = await reader.masto.v1.statuses.$select(status.get(post.id)).fetch();
  same(`${post.id}: every letter through masto`, textOf(got.content), post.text);
  same(`${post.id}: author`, got.account.id, people.get(post.author).id);
  const source = await people.get(post.author).masto.v1.statuses.$select(got.id).source.fetch();
  same(`${post.id}: every letter in its source`, source.text, post.text);
  same(`${post.id}: mentions and nothing else`, got.mentions.map((m) => m.username), mentionsOf(post));
  same(`${post.id}: tags and nothing else`, got.tags.map((t) => t.name.toLowerCase()), (post.hashtags ?? []).map((t) => t.toLowerCase()));
  for (const tag of post.hashtags ?? []) check(`${post.id}: #${tag} as written in the text`, got.content.includes(`<span>${tag}</span>`));
  same(`${post.id}: what it answers`, got.inReplyToId ?? null, post.reply_to ? status.get(post.reply_to) : null);
}
const emoji = posts.find((p) => p.emoji);
const shown = textOf((await reader.masto.v1.statuses.$select(status.get(emoji.id)).fetch()).content);
same('six emoji in order', [...shown].slice(-emoji.emoji.length).map((c) => `U+${c.codePointAt(0).toString(16).toUpperCase()}`), emoji.emoji);

// ---------------------------------------------------------------- the series
const first = await reader.masto.v1.statuses.$select(status.get(series[0].id)).fetch();
const context = await reader.masto.v1.statuses.$select(first.id).context.fetch();
same('the series stands in order in its thread', context.descendants.map((s) => s.id), series.slice(1).map((s) => status.get(s.id)));
const raw = await (await fetch(`${BASE}/api/v1/statuses/${first.id}`)).json();
same('the first part knows its place', [raw.series?.position, raw.series?.count], [1, series.length]);
const whole = await (await fetch(`${BASE}/api/v1/series/${raw.series?.id}`)).json();
same('the series read by its id', whole.map?.((s) => s.id), series.map((s) => status.get(s.id)));

// ---------------------------------------------------------------- timelines
const ids = posts.map((p) => status.get(p.id));
const timeline = async (client) => {
  const seen = [];
  for await (const page of client) {
    seen.push(...page.map((s) => s.id));
    if (seen.length > 200 || page.length === 0) break;
  }
  return seen;
};
const newestFirst = [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? 1 : -1));
// As Mastodon has it: what answers somebody else stands in the thread only.
const answersAnother = (p) => p.reply_to && posts.find((q) => q.id === p.reply_to).author !== p.author;
const answers = new Set(posts.filter(answersAnother).map((p) => status.get(p.id)));
const wantedLocally = newestFirst.filter((id) => !answers.has(id));
const local = await until('the local timeline', async () => {
  const seen = await timeline(rest.v1.timelines.public.list({ local: true, limit: 5 }));
  return seen.length >= wantedLocally.length && seen;
});
same('the local timeline holds all the posts and nothing else, newest first, page by page', local, wantedLocally);
const mayStandAtHome = posts.filter((p) => !p.reply_to || people.get(p.author)).map((p) => status.get(p.id));
const atHome = await until('home', async () => {
  const seen = await timeline(reader.masto.v1.timelines.home.list({ limit: 40 }));
  return mayStandAtHome.every((id) => seen.includes(id)) && seen;
});
check('home of somebody who follows all holds every post', mayStandAtHome.every((id) => atHome.includes(id)));
for (const tag of posts.flatMap((p) => p.hashtags ?? [])) {
  const wanted = posts.filter((p) => p.hashtags?.includes(tag)).map((p) => status.get(p.id)).sort();
  const tagged = await until(`#${tag}`, async () => {
    const seen = await rest.v1.timelines.tag.$select(tag).list();
    return seen.length >= wanted.length && seen;
  });
  same(`#${tag} leads to its posts`, tagged.map((s) => s.id).sort(), wanted);
}

// ---------------------------------------------------------------- notifications to exactly the right people, of every type
const namedIn = (p) =>
  posts
    .filter((post) => people.get(post.author) !== p)
    .filter((post) => (post.mentions ?? []).some((m) => m.toLowerCase() === p.handle.toLowerCase()))
    .map((post) => `mention by ${people.get(post.author).id} of ${status.get(post.id)}`);
const followersOf = (p) => all.slice(1).filter((a) => a !== p).map((a) => `follow by ${a.id} of `);
for (const p of all) {
  const wanted = [...namedIn(p), ...followersOf(p)].sort();
  const got = await until(`${p.handle}'s notifications`, async () => {
    const list = [];
    for await (const page of p.masto.v1.notifications.list({ limit: 40 })) {
      list.push(...page);
      if (page.length === 0 || list.length > 400) break;
    }
    return list.length >= wanted.length && list;
  });
  same(`${p.handle} is told of exactly who follows and what names this account`, got.map((n) => `${n.type} by ${n.account.id} of ${n.status?.id ?? ''}`).sort(), wanted);
}

// ---------------------------------------------------------------- the same through toot's own code
const python = fs.existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const readByToot = `
import json, sys, unicodedata
from toot import api, config
from toot.utils import get_text
user, app = config.get_user_app(sys.argv[1])
for id in sys.argv[2:]:
    s = api.fetch_status(app, user, id)
    print(json.dumps([id, get_text(s["content"]), s["account"]["username"], [m["username"] for m in s["mentions"]], [t["name"] for t in s["tags"]]]))
`;
const isMentioned = (p) => posts.some((post) => mentionsOf(post).some((name) => name.toLowerCase() === p.handle.toLowerCase()));
const talker = [...byToot].map((id) => people.get(id)).find(isMentioned);
const lines = execFileSync(python, ['-c', readByToot, `${talker.handle}@${host}`, ...ids], { env: { ...process.env, XDG_CONFIG_HOME: home, HOME: home, PYTHONIOENCODING: 'utf8' }, encoding: 'utf8' }).trim().split('\n').map((l) => JSON.parse(l));
for (const post of posts) {
  const got = lines.find(([id]) => id === status.get(post.id));
  same(`${post.id}: every letter through toot`, got?.[1], post.text.normalize('NFKC'));
  same(`${post.id}: author through toot`, got?.[2], people.get(post.author).handle);
  same(`${post.id}: mentions through toot`, got?.[3], mentionsOf(post));
  same(`${post.id}: tags through toot`, got?.[4]?.map((t) => t.toLowerCase()), (post.hashtags ?? []).map((t) => t.toLowerCase()));
}
const loginUrl = execFileSync(python, ['-c', 'import sys; from toot import api, config; print(api.get_browser_login_url(config.get_user_app(sys.argv[1])[1]))', `${talker.handle}@${host}`], { env: { ...process.env, XDG_CONFIG_HOME: home, HOME: home }, encoding: 'utf8' }).trim();
const asked = await fetch(loginUrl, { redirect: 'manual' });
check('toot is led to sign in through the browser', asked.status === 303 && /\/auth\/sign_in\?.*next=/.test(asked.headers.get('location')), `${loginUrl}: ${asked.status} ${asked.headers.get('location')}`);
const printed = toot(['thread', ...using(talker), '--no-color', status.get(series[0].id)]).replace(/\s+/g, ' ');
check('toot prints the series in order', series.every((s, i) => i === 0 || printed.indexOf(s.text.slice(0, 20)) > printed.indexOf(series[i - 1].text.slice(0, 20))), printed.slice(0, 300));
check('toot reads notifications', /mentioned you/i.test(toot(['notifications', ...using(talker), '--no-color'])));

// What comes after it (story.mjs) goes on with these people and posts.
fs.writeFileSync(
  path.join(WORK, 'replayed.json'),
  JSON.stringify({ people: Object.fromEntries([...people].map(([id, p]) => [id, { id: p.id, token: p.token }])), statuses: Object.fromEntries(status) }),
);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
