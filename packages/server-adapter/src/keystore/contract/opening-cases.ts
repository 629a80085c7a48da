import { equalBytes } from '@sealkit/core/bytes';
import { parsePublicKey } from '@sealkit/core/crypto';
import { equalNames, parseCertificate } from '@sealkit/core/x509';
import { authorize, expectEqual, expectRefused, expectThat, inputOf, open, publicKeyOf } from './contract-steps.ts';
import type { KeyStoreContractCase } from './contract-subject.ts';

/** What a credential says of itself. */
export const OPENING_CASES: readonly KeyStoreContractCase[] = [
  {
    title: 'has a name',
    run: ({ keyStore }) => {
      expectThat(keyStore.name.length > 0, 'expected a name');
      return Promise.resolve();
    },
  },
  {
    title: 'opens each credential under its id, and says until when its certificate holds',
    run: async (subject) => {
      for (const id of subject.credentialIds) {
        const { certificates, ...credential } = await open(subject, id);
        expectEqual(credential.id, id, 'id');
        const [leaf] = certificates;
        expectThat(leaf !== undefined, 'expected a certificate');
        expectEqual(credential.notAfter.toISOString(), parseCertificate(leaf).notAfter.toISOString(), 'notAfter');
      }
    },
  },
  {
    title: 'puts the certificate of the key first, and each issuer behind what it issued',
    run: async (subject) => {
      for (const id of subject.credentialIds) {
        const chain = (await open(subject, id)).certificates.map((der) => parseCertificate(der));
        for (const [index, issuer] of chain.slice(1).entries()) {
          const child = chain[index];
          expectThat(child !== undefined && equalNames(child.issuer, issuer.subject), `expected the issuer of certificate ${index}`);
        }
      }
    },
  },
  {
    title: 'names an algorithm that the key of the certificate has',
    run: async (subject) => {
      for (const id of subject.credentialIds) {
        const { algorithm, certificates } = await open(subject, id);
        const key = parsePublicKey(publicKeyOf(certificates));
        const kind = algorithm.name.startsWith('RSA') ? 'RSA' : algorithm.name === 'ECDSA' ? 'EC' : algorithm.name;
        expectEqual(key.kind, kind, `kind of key for ${algorithm.name}`);
        if (key.kind === 'EC' && algorithm.name === 'ECDSA') expectEqual(key.curve, algorithm.curve, 'curve');
      }
    },
  },
  {
    title: 'opens a credential again as the same',
    run: async (subject) => {
      const [id] = subject.credentialIds;
      expectEqual(await open(subject, id), await open(subject, id), 'credential');
    },
  },
  {
    title: 'keeps credentials apart: each has a key of its own',
    run: async (subject) => {
      const [first, second] = subject.credentialIds;
      const keys = [publicKeyOf((await open(subject, first)).certificates), publicKeyOf((await open(subject, second)).certificates)];
      expectThat(!equalBytes(keys[0] ?? new Uint8Array(), keys[1] ?? new Uint8Array()), 'expected two keys');
    },
  },
  {
    title: 'refuses to open a credential that it does not have',
    run: async (subject) => {
      for (const id of ['nobody', '', '../nobody', 'nobody?x=1#y'])
        await expectRefused(subject, ['KEY_STORE_CREDENTIAL_UNKNOWN'], () => open(subject, id));
    },
  },
  {
    title: 'refuses consent for a credential that it does not have',
    run: async (subject) => {
      const credential = { ...(await open(subject, subject.credentialIds[0])), id: 'nobody' };
      const { digest } = await inputOf(credential, 'message');
      await expectRefused(subject, ['KEY_STORE_CREDENTIAL_UNKNOWN'], () => authorize(subject, { credential, digests: [digest] }));
    },
  },
];
