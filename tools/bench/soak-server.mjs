/** The server of `soak.mjs`, in a process of its own. Arguments: database file, how many persons. It prints its address. */
import { createServer } from 'node:http';
import { nodeListener } from '@sealkit/server-adapter/node';
import { createSealWorld } from './seal-world.mjs';

const [file, persons] = process.argv.slice(2);
const { adapter } = await createSealWorld({ file, persons: Number(persons), rateLimiter: null });
const server = createServer(nodeListener(adapter)).listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await adapter.close();
  process.exit(0);
});
