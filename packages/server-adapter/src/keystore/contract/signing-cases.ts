import { encodeUtf8 } from '@sealkit/core/bytes';
import { digest, ecdsaDerToRaw, parsePublicKey, verifySignatureValue } from '@sealkit/core/crypto';
import type { Credential } from '@sealkit/core/ports';
import {
  authorize,
  caught,
  contextOf,
  expectEqual,
  expectRefused,
  expectThat,
  expectValid,
  inputOf,
  open,
  prepare,
  publicKeyOf,
} from './contract-steps.ts';
import type { KeyStoreContractCase } from './contract-subject.ts';

/** What values are made, and which never are. */
export const SIGNING_CASES: readonly KeyStoreContractCase[] = [
  {
    title: 'makes a value that verifies with the certificate, under each algorithm that it offers',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const { credential, inputs, sign } = await prepare(subject, { credentialId });
        await expectValid(credential, inputs, await sign());
      }
    },
  },
  {
    title: 'makes a value of no other message',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const { credential, sign } = await prepare(subject, { credentialId });
        const [signature = new Uint8Array()] = await sign();
        expectEqual(await resultFor(credential, signature, encodeUtf8('another message')), 'invalid', 'value over another message');
      }
    },
  },
  {
    title: 'hands out values in the form of CMS: ECDSA as DER of r and s, RSA as long as the modulus, Ed25519 in 64 octets',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const { credential, sign } = await prepare(subject, { credentialId });
        const [value = new Uint8Array()] = await sign();
        const { algorithm } = credential;
        const key = parsePublicKey(publicKeyOf(credential.certificates));
        if (algorithm.name === 'ECDSA') ecdsaDerToRaw(value, algorithm.curve);
        else expectEqual(value.length, key.kind === 'RSA' ? Math.ceil(key.modulus.toString(2).length / 8) : 64, 'octets of the value');
      }
    },
  },
  {
    title: 'digests once where the key takes a digest, and not at all where it takes the message (Ed25519)',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const { credential, inputs, sign } = await prepare(subject, { credentialId });
        const [signature = new Uint8Array()] = await sign();
        const overDigest = await resultFor(credential, signature, inputs[0]?.digest ?? new Uint8Array());
        expectEqual(overDigest, 'invalid', 'value over the digest as a message');
      }
    },
  },
  {
    title: 'signs several at once: one value per input, in order',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const { credential, inputs, sign } = await prepare(subject, { credentialId, messages: ['first', 'second', 'third'] });
        await expectValid(credential, inputs, await sign());
      }
    },
  },
  {
    title: 'signs the same input twice when it was authorized twice',
    run: async (subject) => {
      const { credential, inputs, sign } = await prepare(subject, { messages: ['same', 'same'] });
      await expectValid(credential, inputs, await sign());
    },
  },
  {
    title: 'signs a message of one octet and one of 3,000',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const { credential, inputs, sign } = await prepare(subject, { credentialId, messages: ['x', 'x'.repeat(3000)] });
        await expectValid(credential, inputs, await sign());
      }
    },
  },
  {
    title: 'leaves what it is given as it is, and keeps no view of it',
    run: async (subject) => {
      const credential = await open(subject, subject.credentialIds[0]);
      const input = await inputOf(credential, 'message');
      const given = input.digest.slice();
      const authorization = await authorize(subject, { credential, digests: [given] });
      expectEqual(given, input.digest, 'digest after authorize');
      given.fill(0);
      const request = { context: contextOf(), credential, authorization, inputs: [input] };
      await expectValid(credential, [await inputOf(credential, 'message')], await subject.keyStore.sign(request));
    },
  },
  {
    title: 'refuses data whose digest is not the authorized one',
    run: async (subject) => {
      const { inputs, sign } = await prepare(subject);
      const wrong = inputs.map((input) => ({ ...input, dtbs: encodeUtf8('other') }));
      await expectRefused(subject, ['KEY_STORE_DIGEST_MISMATCH'], () => sign({ inputs: wrong }));
    },
  },
  {
    title: 'refuses to ask for consent to nothing, or to a digest of another length: RangeError',
    run: async (subject) => {
      for (const credentialId of subject.credentialIds) {
        const credential = await open(subject, credentialId);
        const right = await digest(credential.algorithm.digest, encodeUtf8('message'));
        for (const digests of [[], [right.slice(1)], [right, new Uint8Array(right.length + 1)], [new Uint8Array()]]) {
          const error = await caught(() => authorize(subject, { credential, digests }));
          expectThat(error instanceof RangeError, 'expected a RangeError');
        }
      }
    },
  },
  {
    title: 'hands out no value of a key that is not the one of the certificate',
    run: async (subject) => {
      const error = await expectRefused(subject, [], async () => {
        const { sign } = await prepare(subject, { credentialId: subject.mismatchedCredentialId });
        await sign();
      });
      expectEqual(error.retryable, false, 'retryable');
    },
  },
];

async function resultFor({ algorithm, certificates }: Credential, signature: Uint8Array, message: Uint8Array): Promise<string> {
  return verifySignatureValue({ algorithm, publicKey: publicKeyOf(certificates), signature, message });
}
