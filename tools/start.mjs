/** `npm start`: installs and builds what is missing, then runs the example host application. */
import './node-version.mjs';
const { ROOT, ensureBuilt, ensureInstalled } = await import('./workspace.mjs');

ensureInstalled();
ensureBuilt();
const { startExample } = await import(`${ROOT}/examples/contract-signing/server.mjs`);
await startExample({ folder: process.cwd(), arguments: process.argv.slice(2), environment: process.env });
