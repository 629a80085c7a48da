export { type KeyMaterial, keyMaterialOf } from '../key-material.ts';
export { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
export { signatureAlgorithmOf, softwareSigner, type SoftwareSignerOptions } from '../software-signer.ts';
export { openPkcs12 } from './open-pkcs12.ts';
export { createPkcs12KeyStore, type Pkcs12Entry, type Pkcs12KeyStoreOptions } from './pkcs12-key-store.ts';
