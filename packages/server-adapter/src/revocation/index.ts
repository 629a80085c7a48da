export { cachedRevocationSource, type CachedRevocationOptions } from './cached-revocation-source.ts';
