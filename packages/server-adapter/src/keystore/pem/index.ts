export { openPemKey, type PemKeyFiles } from './pem-key.ts';
export { createPemKeyStore, type PemEntry, type PemKeyStoreOptions } from './pem-key-store.ts';
