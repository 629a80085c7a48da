export { openPemKey, type PemKeyFiles } from './pem-key.ts';
