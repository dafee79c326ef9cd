// Prints a regular expression on "METHOD /template/path" for check-entities.mjs: tier A and B of the endpoint table,
// less what later issues bring. Written as what is left out, so that nothing is forgotten in silence.
import fs from 'node:fs';

const later = [
  /\/api\/v\d\/media/, // issue 3
  /streaming/, // issue 3
  /scheduled_statuses/, // issue 3
  /\/api\/v1\/reports/, // issue 3
  /\/api\/v1\/conversations/, // issue 5
  /\/api\/v1\/push/, // issue 5
  /collections/, // not in Mastodon 4.4
  /translate/, // decided against: docs/client-api.md
  /\/quotes$/, // with quotes
];
const rows = fs.readFileSync(process.argv[2], 'utf8').trim().split('\n').slice(1).map((line) => line.split('\t'));
const wanted = rows
  .filter(([method, path, , , , , , , , , , , , , tier]) => ['A', 'B'].includes(tier) && /^(GET|POST|PUT|PATCH|DELETE)$/.test(method) && !later.some((l) => l.test(path)))
  .map(([method, path]) => `${method} ${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '\\{\\w+\\}')}`);
process.stdout.write(`^(${wanted.join('|')})$|^(401|404|422|CORS)`);
