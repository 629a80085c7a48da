/** `npm run openapi`: writes the description of the server's routes, which a test compares with what the server says of itself. */
import { writeFileSync } from 'node:fs';
import { ensureBuilt, ensureInstalled } from './workspace.mjs';

ensureInstalled();
ensureBuilt();
const { describeInterface } = await import('../packages/server-adapter/dist/http/describe-interface.js');
const file = new URL('../packages/server-adapter/openapi.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(describeInterface(''), null, 2)}\n`);
console.log('packages/server-adapter/openapi.json');
