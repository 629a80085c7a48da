import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeHex } from '../bytes/index.ts';
import { type AnyDigestAlgorithm } from './digest-algorithms.ts';
import { type VerificationAlgorithm } from './signature-algorithm.ts';
import { verifySignatureValue } from './signature-verification.ts';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/crypto-wycheproof');

interface Group {
  readonly publicKeyDer?: string;
  readonly publicKeyAsn?: string;
  readonly sha?: string;
  readonly mgfSha?: string;
  readonly sLen?: number;
  readonly tests: readonly {
    readonly tcId: number;
    readonly msg: string;
    readonly sig: string;
    readonly result: string;
    readonly flags: readonly string[];
  }[];
}

const FILES = [
  'ecdsa_secp256r1_sha256_test.json',
  'ecdsa_secp384r1_sha384_test.json',
  'ecdsa_secp521r1_sha512_test.json',
  'ecdsa_brainpoolP256r1_sha256_test.json',
  'ed25519_test.json',
  'rsa_pss_2048_sha256_mgf1_32_test.json',
  'rsa_pss_4096_sha512_mgf1_64_test.json',
  'rsa_pss_misc_params_test.json',
  'rsa_pss_2048_sha256_mgf1_32_params_test.json',
  'rsa_signature_2048_sha256_test.json',
  'rsa_signature_2048_sha512_test.json',
  'rsa_signature_4096_sha512_test.json',
] as const;

describe.skipIf(!existsSync(FOLDER))('Wycheproof signatures (skipped where the shared corpus is absent)', () => {
  for (const file of FILES) {
    it(`accepts no invalid signature and refuses no valid one: ${file}`, async () => {
      const { testGroups } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { readonly testGroups: readonly Group[] };
      const tally = { valid: 0, unsupported: 0 };
      for (const group of testGroups) {
        const publicKey = decodeHex(group.publicKeyDer ?? group.publicKeyAsn ?? '');
        for (const test of group.tests) {
          const query = { algorithm: algorithmOf(file, group), publicKey, signature: decodeHex(test.sig), message: decodeHex(test.msg) };
          const result = await verifySignatureValue(query);
          if (test.result === 'invalid') expect(result, `test ${test.tcId} ${test.flags.join()}`).not.to.equal('valid');
          if (test.result === 'valid')
            expect(result === 'valid' || result === 'unsupported', `test ${test.tcId}: ${result}`).to.equal(true);
          if (result !== 'invalid') tally[result] += 1;
        }
      }
      expect(tally.valid > 0, JSON.stringify(tally)).to.equal(true);
      expect(tally.unsupported, JSON.stringify(tally)).to.equal(0);
    }, 60_000);
  }
});

function algorithmOf(file: string, group: Group): VerificationAlgorithm {
  if (file.startsWith('ed25519')) return { name: 'Ed25519', digest: 'SHA-512' };
  const digest = (group.sha ?? 'SHA-256') as AnyDigestAlgorithm;
  if (file.startsWith('ecdsa')) return { name: 'ECDSA', digest };
  if (file.startsWith('rsa_pss'))
    return { name: 'RSASSA-PSS', digest, mgfDigest: (group.mgfSha ?? digest) as AnyDigestAlgorithm, saltLength: group.sLen ?? 32 };
  return { name: 'RSASSA-PKCS1-v1_5', digest };
}
