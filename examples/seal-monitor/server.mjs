/**
 * `node examples/seal-monitor/server.mjs monitor.json`: watches a company's name and seals. Each alarm is a line of JSON on standard
 * output; hand it to whatever wakes people.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseVerifierKey } from '@sealkit/core/evidence';
import { createMonitor } from './monitor.mjs';
import { createReceiver } from './receiver.mjs';
import { openServer } from './sealkit-server.mjs';
import { openState } from './state-file.mjs';

const [configFile] = process.argv.slice(2);
if (configFile === undefined) {
  console.error('usage: node server.mjs <monitor.json>');
  process.exit(2);
}
const config = JSON.parse(readFileSync(configFile, 'utf8'));
const near = (file) => resolve(dirname(configFile), file);
const secretIn = (file) => readFileSync(near(file), 'utf8').trim();

const say = (alarm) => process.stdout.write(`${JSON.stringify(alarm)}\n`);
const fail = (error) => {
  console.error(error);
  process.exitCode = 1;
  receiver.close();
  clearInterval(timer);
};

const monitor = createMonitor({
  watch: config.watch,
  secret: secretIn(config.webhookSecretFile),
  server: openServer(config.server, { authorization: secretIn(config.authorizationFile) }),
  logKey: await parseVerifierKey(config.logKey),
  state: openState(near(config.stateFile)),
  raise: say,
});
const receiver = createReceiver(monitor, fail);
const timer = setInterval(() => monitor.look().catch(fail), config.everySeconds * 1000);
receiver.listen(config.port, config.host ?? '127.0.0.1', () => {
  console.error(`listening on ${receiver.address().address}:${receiver.address().port}/webhooks`);
  monitor.look().catch(fail);
});
process.on('SIGTERM', () => {
  clearInterval(timer);
  receiver.close();
  receiver.closeIdleConnections();
});
