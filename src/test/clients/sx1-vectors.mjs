// The vectors of ../shared through the verifier of the browser; run by .ci/shared-checks.
// usage: node sx1-vectors.mjs FOLDER
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
// By its bytes, for Node would take the file, which no package.json calls a module, for a script.
const module = readFileSync(new URL('../../main/resources/web/assets/sx1.js', import.meta.url), 'utf8');
const { canonical, proofFits, readJson, verdict, verify } = await import(`data:text/javascript,${encodeURIComponent(module)}`);

const folder = process.argv[2];
const bytes = (json) => new TextEncoder().encode(canonical(json));
const vectors = readJson(readFileSync(`${folder}/sx1-vectors.json`));
for (const one of vectors.get('cases')) {
  const name = one.get('name');
  const keys = one.get('keys') === 'all' ? vectors.get('keys') : one.get('keys');
  const result = await verify(bytes(one.get('excerpt')), { all: keys, fetched: '' }, one.get('around_now') ?? '');
  assert.equal(result.exit, one.get('exit'), name);
  assert.equal(verdict(result), one.get('last_line'), name);
  for (const line of one.get('prints') ?? []) assert.ok(result.notes.includes(line), name);
}
const fep = readJson(readFileSync(`${folder}/fep-8b32-vector.json`), true);
assert.equal(canonical(fep.get('document')), fep.get('jcs_document'));
assert.equal(canonical(fep.get('proofOptions')), fep.get('jcs_proofOptions'));
assert.equal(await proofFits(fep.get('signed'), fep.get('publicKeyMultibase')), true);
fep.get('signed').set('id', 'https://server.example/activities/2');
assert.equal(await proofFits(fep.get('signed'), fep.get('publicKeyMultibase')), false);
console.log(`${vectors.get('cases').length} vectors and that of FEP-8b32 in the browser's verifier: all fine`);
