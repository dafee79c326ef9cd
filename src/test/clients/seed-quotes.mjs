// Checks both articles of SEEDS with the embedded texts that TRUTH (a TSV) holds, and compares every quotation row by
// row: kind, offsets, speaker, channel, source, verdict, severity, steps and flags; then the traps; then the first article
// once more with curly quotation marks. What is checked is what `./verbatim quotecheck` prints; with BASE, what a server in
// test mode with an empty data folder reports to whoever writes them: there the articles are imported, with the embeds as
// pasted text.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { SEEDS, TRUTH, BASE } = process.env;
const RUN = (process.env.RUN ?? "./verbatim").split(" ");
const wrong = [];
const same = (what, is, wanted) => {
  if (JSON.stringify(is) !== JSON.stringify(wanted)) wrong.push(`${what}: is ${JSON.stringify(is)}, wanted ${JSON.stringify(wanted)}`);
};

const [head, ...lines] = readFileSync(TRUTH, "utf8").trimEnd().split("\n");
const names = head.split("\t");
const rows = lines.map((line) => Object.fromEntries(line.split("\t").map((cell, i) => [names[i], cell])));
const folder = mkdtempSync(join(tmpdir(), "seed-quotes-"));
const embeds = rows.filter((row) => row.kind === "embed").map((row) => ({ id: row.id, where: row.article, author: row.account, text: row.quoted_text }));
writeFileSync(join(folder, "embeds.json"), JSON.stringify(embeds));

function printed(file) {
  let report;
  try {
    report = execFileSync(RUN[0], [...RUN.slice(1), "quotecheck", file, "--embeds", join(folder, "embeds.json"), "--json"], { encoding: "utf8", maxBuffer: 1 << 26 });
  } catch (error) {
    if (error.status !== 1) throw error; // 1: something differs
    report = error.stdout;
  }
  return JSON.parse(report);
}

// ---------------------------------------------------------------- through a server
async function call(method, where, token, body) {
  for (;;) {
    const answer = await fetch(BASE + where, {
      method,
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status === 503) await new Promise((later) => setTimeout(later, 500)); // the index is still being opened
    else if (answer.ok) return JSON.parse(text);
    else throw new Error(`${method} ${where}: ${answer.status} ${text}`);
  }
}

const copies = {}; // article-number of a copy here → its id in the truth
let token;

async function signUp() {
  const app = await call("POST", "/api/v1/apps", "", { client_name: "seeds", redirect_uris: "urn:ietf:wg:oauth:2.0:oob", scopes: "read write" });
  const client = { client_id: app.client_id, client_secret: app.client_secret, scope: "read write" };
  const appToken = (await call("POST", "/oauth/token", "", { ...client, grant_type: "client_credentials" })).access_token;
  const person = { username: "newsroom", email: "newsroom@people.example", password: "a newsroom of 2026", agreement: true, locale: "en" };
  token = (await call("POST", "/api/v1/accounts", appToken, person)).access_token;
}

async function imported(file) {
  const { id } = await call("POST", "/api/v1/articles", token, { title: file.slice(-20), body: readFileSync(file, "utf8"), format: "text" });
  for (const one of embeds) {
    const { id: number } = await call("POST", `/api/v1/articles/${id}/embeds`, token, { text: one.text, author: one.author, said_where: one.where });
    copies[`${id}-${number}`] = one.id;
  }
  return id;
}

async function reported(file) {
  if (!token) await signUp();
  const id = await imported(file);
  const report = await call("GET", `/api/v1/articles/${id}/quotecheck`, token);
  for (const span of report.spans) if (span.source) span.source.id = copies[span.source.id] ?? span.source.id;
  return report;
}

// Steps as the truth writes them: what is equal is left out, and of a long addition only its length is told.
const steps = (diff, wanted) =>
  diff
    .filter((step) => step.op !== "equal")
    .map((step, i) => {
      if (wanted[i]?.quoted_chars !== undefined) return { op: step.op, quoted_chars: [...step.quoted].length };
      return step.op === "insert" ? { op: step.op, quoted: step.quoted } : { op: step.op, source: step.source, quoted: step.quoted };
    });

try {
  let seen = 0;
  const check = BASE ? reported : printed;
  for (const name of readdirSync(SEEDS).sort()) {
    const article = name.slice(0, 3);
    const file = join(SEEDS, name);
    const raw = readFileSync(file, "utf8");
    const report = await check(file);
    const wanted = rows.filter((row) => row.article === article && ["direct", "label", "block"].includes(row.kind));
    same(`${article} number of quotations`, report.spans.length, wanted.length);
    for (const row of wanted) {
      seen++;
      const span = report.spans.find((one) => one.char_start === Number(row.char_start));
      if (!span) {
        wrong.push(`${row.id}: not found`);
        continue;
      }
      const ids = { char_start: Number(row.char_start), char_end: Number(row.char_end), utf16_start: Number(row.utf16_start), utf16_end: Number(row.utf16_end) };
      for (const [key, value] of Object.entries(ids)) same(`${row.id} ${key}`, span[key], value);
      same(`${row.id} text`, span.text, row.quoted_text);
      same(`${row.id} raw`, [...raw].slice(span.char_start, span.char_end).join(""), row.quoted_text);
      same(`${row.id} kind`, span.kind, row.kind);
      same(`${row.id} speaker`, span.speaker.name, row.speaker);
      same(`${row.id} channel`, span.channel, row.channel);
      same(`${row.id} verdict`, span.verdict, row.verdict);
      same(`${row.id} severity`, span.severity ?? "", row.severity);
      const isFound = ["verbatim", "partial", "altered"].includes(row.verdict);
      same(`${row.id} source`, span.source?.id ?? null, isFound ? row.source_ref.match(/^\S+?-E\d+/)[0] : null);
      if (isFound) same(`${row.id} confidence`, span.source.confidence, "copy_in_article");
      const ops = JSON.parse(row.diff_ops || "[]");
      same(`${row.id} steps`, steps(span.diff, ops), ops);
      same(`${row.id} flags`, span.flags.join(";"), row.machine_flags);
      // What the source is quoted as is not how it was said: that is a hint, and only where there is a source.
      if (isFound) same(`${row.id} hint of its channel`, span.hints.some((hint) => hint.because === "channel"), row.flags.includes("channel_unclear"));
      if (isFound) {
        same(`${row.id} steps give the quotation`, span.diff.map((step) => step.quoted).join(""), span.text);
        same(`${row.id} steps give the source`, span.diff.map((step) => step.source).join(""), span.source.words);
      }
    }
    // What is told without quotation marks is no quotation and has no grade; nor has a trap.
    for (const row of rows.filter((one) => one.article === article && ["indirect", "trap", "embed"].includes(one.kind))) {
      const over = report.spans.filter((span) => row.kind !== "indirect" && span.char_start < Number(row.char_end) && span.char_end > Number(row.char_start));
      same(`${row.id} is no quotation`, over.length, 0);
      same(`${row.id} begins none`, report.spans.some((span) => span.char_start === Number(row.char_start)), false);
    }
    const counts = {};
    for (const row of wanted) counts[row.verdict] = (counts[row.verdict] ?? 0) + 1;
    same(`${article} counts`, Object.entries(report.counts).sort(), Object.entries(counts).sort());

    // Curly marks: opening after a blank or at the start of a line.
    const curly = raw.replace(/(^|[\s(])"/gm, "$1“").replace(/"/g, "”").replace(/'/g, "’");
    writeFileSync(join(folder, "curly.txt"), curly);
    const again = await check(join(folder, "curly.txt"));
    same(`${article} in curly marks`, again.spans.map((span) => [span.char_start, span.verdict]), report.spans.map((span) => [span.char_start, span.verdict]));
  }
  if (seen === 0) wrong.push("no row was compared");
  if (wrong.length > 0) {
    console.error(wrong.join("\n"));
    process.exitCode = 1;
  } else {
    console.log(`${seen} quotations are as the truth says${BASE ? ", through a server" : ""}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
