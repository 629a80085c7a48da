export { isPublicAddress } from './address-policy.ts';
export { guardedHttpClient, type GuardedHttpClientOptions, type ResolvedAddress } from './guarded-http-client.ts';
