import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, copyBytes, decodeBase64, decodeLatin1 } from '../bytes/index.ts';
import { parseCertificate, readCertificates, X509Error } from '../x509/index.ts';
import { gatherValidationMaterial } from './validation-material.ts';

const CORPUS = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus');

interface Case {
  readonly file: string;
  readonly id: string;
  readonly trust_anchor: string;
  readonly intermediates: readonly string[];
  readonly ocsps?: readonly string[];
  readonly crls?: readonly string[];
  readonly at: string;
  readonly best_signature_time?: string;
  readonly expect: { readonly accept: boolean };
}

/** Cases whose rule is a policy of the validator, which material knows nothing of. */
const OTHER_RULES: ReadonlySet<string> = new Set([
  'cooldown_period_too_early',
  'use_delta_stale',
  // An answer past its nextUpdate under a policy of long freshness.
  'use_most_recent_fooled',
  // A responder without nocheck whose own status nothing shows.
  'delegated_success',
]);

/** Valid certificates of PKITS for which Sealkit finds no complete material, and why. */
const BEYOND: readonly string[] = [
  '4.1.5 a DSA key whose parameters its issuer states',
  '4.14.30 the CRL issuer is covered by nothing but its own CRL',
  '4.15.5 a hold that a delta CRL lifts',
];

describe.skipIf(!existsSync(join(CORPUS, 'pkix-ocsp')))('material of published cases (skipped where the shared corpus is absent)', () => {
  for (const folder of ['pkix-ocsp', 'pkix-freshness'])
    it(`is complete where, and only where, ${folder} says so`, async () => {
      for (const entry of casesOf(folder)) {
        if (OTHER_RULES.has(entry.id)) continue;
        const { missing, leaf } = await gather(folder, entry);
        expect(missing.length === 0, `${entry.id} ${leaf}: ${JSON.stringify(missing)}`).to.equal(entry.expect.accept);
      }
    });

  it('is complete for the valid certificates of NIST PKITS, and lacks a status for the revoked ones', async () => {
    const incomplete: string[] = [];
    const revokedOnes: string[] = [];
    for (const entry of casesOf('pkix-pkits').filter(({ file }) => file.startsWith('certs/'))) {
      const { missing } = await gather('pkix-pkits', entry).catch(asMissing);
      const isRevoked = missing.some(({ reason }) => reason.startsWith('revoked'));
      if (entry.expect.accept && missing.length > 0) incomplete.push(entry.id);
      if (isRevoked) revokedOnes.push(entry.file);
      if (!entry.expect.accept && REVOCATION_SECTIONS.test(entry.id))
        expect(missing.length, `${entry.id} ${entry.file}`).to.be.greaterThan(0);
    }
    expect(incomplete.sort()).to.deep.equal(BEYOND.map((text) => text.slice(0, text.indexOf(' '))).sort());
    expect(revokedOnes.filter((file) => file.startsWith('certs/Invalid')).length).to.equal(22);
    expect(revokedOnes.filter((file) => file.startsWith('certs/Valid'))).to.deep.equal(['certs/ValiddeltaCRLTest5EE.crt']);
  });
});

function asMissing(error: unknown): { readonly missing: readonly { readonly reason: string }[] } {
  if (error instanceof X509Error) return { missing: [{ reason: error.code }] };
  throw error;
}

/** Basic revocation, distribution points, delta CRLs. */
const REVOCATION_SECTIONS = /^4\.(?:4|14|15)\./;

async function gather(
  folder: string,
  entry: Case,
): Promise<{ readonly missing: readonly { readonly reason: string }[]; readonly leaf: string }> {
  const certificate = (name: string): Bytes => readCertificates(read(folder, name))[0] ?? new Uint8Array();
  const now = new Date(entry.at);
  const leaf = certificate(entry.file);
  const { missing } = await gatherValidationMaterial({
    targets: [{ certificate: leaf, at: new Date(entry.best_signature_time ?? entry.at), purpose: 'signer' }],
    known: {
      certificates: entry.intermediates.map(certificate),
      crls: (entry.crls ?? []).map((name) => read(folder, name)),
      ocspResponses: (entry.ocsps ?? []).map((name) => read(folder, name)),
    },
    anchors: [certificate(entry.trust_anchor)],
    now,
  });
  return { missing, leaf: parseCertificate(leaf).subject.text };
}

function casesOf(folder: string): readonly Case[] {
  return JSON.parse(readFileSync(join(CORPUS, folder, 'manifest.json'), 'utf8')) as readonly Case[];
}

/** OpenSSL's vectors are base64, the others DER or PEM. */
function read(folder: string, name: string): Bytes {
  const bytes = readFileSync(join(CORPUS, folder, name));
  const isBase64 = name.endsWith('.ors') && bytes[0] !== 0x30;
  return isBase64 ? decodeBase64(decodeLatin1(bytes).replaceAll(/\s+/g, '')) : copyBytes(bytes);
}
