// talk.mjs: somebody on a masto script (BASE, TOKEN) that knows conversations as Mastodon has them. What the stream
// `direct` brings is printed; a line of standard input answers the newest conversation ("VISIBILITY WORDS"), and
// what came of it is printed.
import readline from 'node:readline';
import { createRestAPIClient, createStreamingAPIClient } from 'masto';
import WebSocket from 'ws';

const { BASE, TOKEN } = process.env;
const masto = createRestAPIClient({ url: BASE, accessToken: TOKEN });
const { configuration } = await masto.v2.instance.fetch();
const streaming = createStreamingAPIClient({
  streamingApiUrl: configuration.urls.streaming,
  accessToken: TOKEN,
  implementation: WebSocket,
});
const words = status => `${status.account.username}: ${status.content.replace(/<[^>]*>/g, '')}`;
const direct = streaming.direct.subscribe();
(async () => {
  for await (const event of direct) {
    if (event.event === 'conversation') console.log(words(event.payload.lastStatus));
  }
})();
// What is said before the stream stands is not heard.
await streaming.prepare();
const [newest] = await masto.v1.conversations.list();
console.log(`with ${newest.accounts.map(a => a.username).join()}, ${words(newest.lastStatus)}`);
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [, visibility, status] = line.match(/^(\S+) (.*)$/);
  const [{ lastStatus }] = await masto.v1.conversations.list();
  try {
    await masto.v1.statuses.create({ status, visibility, inReplyToId: lastStatus.id });
  } catch (refused) {
    console.log(`${refused.statusCode} ${refused.message}`);
  }
}
direct.unsubscribe();
streaming.close();
process.exit(0);
