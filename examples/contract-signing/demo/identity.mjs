/** DEMO ONLY. Who persons and companies are: people of the demo decide over documents, and a test authority issues to verified persons. */
import { hkdfSync, webcrypto } from 'node:crypto';
import { webCryptoSigner } from '@sealkit/core/crypto';
import { createTestAuthority, manualReview } from '@sealkit/server-adapter';
import { PEOPLE, registeredName } from './cast.mjs';
import { credentialIdOf } from './seal-maker.mjs';

/** Id under which the vault keeps the authority that issues to verified persons. */
export const IDENTITY_AUTHORITY = 'identity-authority';
export const IDENTITY_AUTHORITY_NAME = 'CN=Sealkit Demo TEST CA for verified persons, O=Sealkit Demo, C=CN';

const ALGORITHM = { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' };

/** `identity` of `createAdapter`. Whoever was never verified is not compared with anything: the demo begins with nobody verified. */
export async function createIdentity({ vault, authority, clock }) {
  const { issuer, certificate } = await createTestAuthority({ clock, authority: await vault.signer(IDENTITY_AUTHORITY) });
  return {
    anchors: [authority.certificate, certificate],
    revocation: 'off',
    subject: 'when-verified',
    numberKey: new Uint8Array(hkdfSync('sha256', vault.secret, '', 'sealkit-demo-numbers', 32)),
    // The register shows a Latin form beside the name; documents have the name alone.
    registeredName: ({ kind, name }) => PEOPLE.find((person) => kind === 'person' && registeredName(person) === name)?.name ?? name,
    providers: [manualReview()],
    certificates: { issuer, makeKey: (person) => makePersonalKey(vault, person) },
  };
}

/** A key that goes into the vault with its certificate, where the key store finds it. */
async function makePersonalKey(vault, { personId }) {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const octets = async (format, key) => new Uint8Array(await webcrypto.subtle.exportKey(format, key));
  const privateKey = await octets('pkcs8', keys.privateKey);
  const signer = webCryptoSigner({ privateKey, certificates: [], algorithm: ALGORITHM });
  const credentialId = credentialIdOf(personId);
  return {
    credentialId,
    algorithm: ALGORITHM,
    sign: (input, call) => signer.sign(input, call),
    publicKey: await octets('spki', keys.publicKey),
    store: (certificates) => vault.keep(credentialId, keys.privateKey, certificates),
  };
}
