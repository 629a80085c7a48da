/** `npm run build`: compiles every package and makes the browser bundles. */
import './node-version.mjs';
const { ensureBuilt, ensureInstalled } = await import('./workspace.mjs');

ensureInstalled();
ensureBuilt({ force: true });
console.log('built: packages/*/dist, browser bundles in packages/elements/dist/bundle');
