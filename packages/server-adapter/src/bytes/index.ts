export { syncFolder, writeAll } from './durable-writes.ts';
export { errnoOf, type FileSource, openFileSource } from './file-source.ts';
export { nodeDigestEngine } from './node-digest-engine.ts';
