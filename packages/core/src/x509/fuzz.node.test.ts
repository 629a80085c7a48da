import { seededRandom } from '@sealkit/testkit/node';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeBase64, decodeLatin1 } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { buildUnanchoredChain } from './path-building.ts';
import { checkPath } from './path-checking.ts';
import { findRevokedEntry, parseCrl } from './revocation/crl.ts';
import { parseOcspResponse } from './revocation/ocsp-response.ts';
import { X509Error } from './x509-error.ts';

const CORPUS = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus');
const ROUNDS = 6000;
/** Milliseconds for one reading: far above what any takes, far below a hang. */
const SLOWEST = 1000;
const AT = new Date('2022-05-01T00:00:00Z');

const folder = (name: string, ending: string): readonly Uint8Array[] =>
  readdirSync(join(CORPUS, name))
    .filter((file) => file.endsWith(ending))
    .map((file) => {
      const octets = new Uint8Array(readFileSync(join(CORPUS, name, file)));
      return octets[0] === 0x30 ? octets : decodeBase64(decodeLatin1(octets).replaceAll(/\s+/g, ''));
    });

/** One to four changes: an octet set, a bit turned, octets left out, repeated or cut off, or those of another file put in. */
function mutate(seed: Uint8Array, other: Uint8Array, random: () => number): Uint8Array {
  let octets = seed;
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let count = 1 + below(4); count > 0 && octets.length > 0; count -= 1) {
    const at = below(octets.length);
    const length = 1 + below(16);
    const [before, after] = [octets.subarray(0, at), octets.subarray(at)];
    switch (below(6)) {
      case 0:
        octets = octets.with(at, below(256));
        break;
      case 1:
        octets = octets.with(at, (octets[at] ?? 0) ^ (1 << below(8)));
        break;
      case 2:
        octets = Uint8Array.of(...before, ...after.subarray(length));
        break;
      case 3:
        octets = Uint8Array.of(...before, ...after.subarray(0, length), ...after);
        break;
      case 4:
        octets = octets.slice(0, Math.max(1, at));
        break;
      default:
        octets = Uint8Array.of(...before, ...other.subarray(at, at + length), ...after.subarray(length));
    }
  }
  return octets;
}

/** Reads mutations of the seeds: how many could still be read. */
function readMutations(seeds: readonly Uint8Array[], read: (octets: Uint8Array) => void): number {
  const random = seededRandom(20_261_128);
  const any = (): Uint8Array => seeds[Math.floor(random() * seeds.length)] ?? new Uint8Array(1);
  let readable = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const octets = mutate(any(), any(), random);
    const start = performance.now();
    try {
      read(octets);
      readable += 1;
    } catch (error) {
      if (!(error instanceof X509Error)) throw new Error(`round ${round}: ${Buffer.from(octets).toString('hex')}`, { cause: error });
    }
    expect(performance.now() - start, `round ${round}`).to.be.below(SLOWEST);
  }
  return readable;
}

describe.skipIf(!existsSync(join(CORPUS, 'pkix-pkits')))('what is spoilt at random (skipped where the shared corpus is absent)', () => {
  it('is a certificate that can be read and checked, or an X509Error', () => {
    const seeds = folder('pkix-pkits/certs', '.crt');
    const anchor = seeds.flatMap((der): readonly Certificate[] => {
      try {
        return [parseCertificate(der)];
      } catch {
        return [];
      }
    });
    const constrained = anchor.filter(({ nameConstraints, policyMappings }) => nameConstraints !== undefined || policyMappings.length > 0);
    const readable = readMutations(seeds, (octets) => {
      const certificate = parseCertificate(octets);
      buildUnanchoredChain({ leaf: certificate, candidates: [octets] });
      const above = constrained[octets.length % constrained.length] ?? certificate;
      const policies = { explicit: true, acceptable: ['2.16.840.1.101.3.2.1.48.1'] };
      checkPath({ certificates: [certificate, above, certificate], links: ['valid', 'valid'] }, { at: AT, purpose: 'signing', policies });
    });
    expect(readable).to.be.within(ROUNDS / 20, ROUNDS - 1);
  });

  it('is a CRL that can be read and looked into, or an X509Error', () => {
    const [certificate] = folder('pkix-pkits/certs', 'GoodCACert.crt').map(parseCertificate);
    const readable = readMutations(folder('pkix-pkits/crls', '.crl'), (octets) => {
      if (certificate !== undefined) findRevokedEntry(parseCrl(octets), certificate);
    });
    expect(readable).to.be.within(ROUNDS / 20, ROUNDS - 1);
  });

  it('is an OCSP response that can be read, or an X509Error', () => {
    const readable = readMutations([...folder('pkix-ocsp', '.ors'), ...folder('pkix-freshness', '.ors')], (octets) =>
      parseOcspResponse(octets),
    );
    expect(readable).to.be.within(ROUNDS / 20, ROUNDS - 1);
  });
});
