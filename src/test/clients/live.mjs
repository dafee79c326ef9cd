// live.mjs: somebody on a masto script (BASE, TOKEN): each line of standard input is posted, and each post that his
// home stream brings is printed, until standard input ends.
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
const home = streaming.user.subscribe();
(async () => {
  for await (const event of home) {
    if (event.event === 'update') {
      console.log(`${event.payload.account.username}: ${event.payload.content.replace(/<[^>]*>/g, '')}`);
    }
  }
})();
// What is said before the stream stands is not heard.
await streaming.prepare();
console.log('ready');
for await (const line of readline.createInterface({ input: process.stdin })) {
  await masto.v1.statuses.create({ status: line });
}
home.unsubscribe();
streaming.close();
process.exit(0);
