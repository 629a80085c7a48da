import { judgePublishedPath } from '@sealkit/testkit/node';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeBase64, decodeLatin1 } from '../../bytes/index.ts';
import { readCertificates } from '../pem.ts';

const CORPUS = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus');

interface AnswerCase {
  readonly id: string;
  readonly file: string;
  readonly trust_anchor: string;
  readonly intermediates: readonly string[];
  readonly ocsps?: readonly string[];
  readonly crls?: readonly string[];
  readonly at: string;
  readonly best_signature_time?: string | null;
  readonly params?: { readonly freshness: string; readonly rule: string };
  readonly expect: { readonly verdict: 'valid' | 'invalid' };
}

/** Octets that are base64 in some folders, DER in the others. */
function read(folder: string, name: string): Uint8Array {
  const octets = new Uint8Array(readFileSync(join(CORPUS, folder, name)));
  return octets[0] === 0x30 ? octets : decodeBase64(decodeLatin1(octets).replaceAll(/\s+/g, ''));
}

function certificate(folder: string, name: string): Uint8Array {
  const [first] = readCertificates(new Uint8Array(readFileSync(join(CORPUS, folder, name))));
  if (first === undefined) throw new TypeError(`${name}: expected a certificate`);
  return first;
}

const UNITS: Readonly<Record<string, number>> = { hour: 3_600_000, days: 86_400_000 };

/** The rule of a case in its own words; whoever judges answers has one of them, and x509 none. */
function freshness({ params, at, best_signature_time: signed }: AnswerCase): Pick<Parameters<typeof judgePublishedPath>[0], 'isFresh'> {
  if (params === undefined) return {};
  const [count, unit] = params.freshness.split(' ');
  const measure = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  const now = new Date(at).getTime();
  return {
    isFresh: (answer) => {
      if (answer.thisUpdate === undefined || answer.thisUpdate.getTime() > now) return false;
      const made = answer.thisUpdate.getTime();
      return params.rule.includes('best signature time') ? made - new Date(signed ?? at).getTime() >= measure : now - made <= measure;
    },
  };
}

for (const [folder, count] of [
  ['pkix-ocsp', 20],
  ['pkix-freshness', 7],
] as const) {
  const file = join(CORPUS, folder, 'manifest.json');
  const cases = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly AnswerCase[]) : [];

  describe.skipIf(cases.length === 0)(`paths with answers, ${folder} (skipped where the shared corpus is absent)`, () => {
    it('are here as a whole', () => expect(cases.length).to.equal(count));

    for (const entry of cases)
      it(`${entry.id} is ${entry.expect.verdict}`, async () => {
        const words = await judgePublishedPath({
          leaf: certificate(folder, entry.file),
          candidates: entry.intermediates.map((name) => certificate(folder, name)),
          anchors: [certificate(folder, entry.trust_anchor)],
          ocspResponses: (entry.ocsps ?? []).map((name) => read(folder, name)),
          crls: (entry.crls ?? []).map((name) => read(folder, name)),
          at: new Date(entry.at),
          isRevocationNeeded: true,
          besides: new Set(['EXTENDED_KEY_USAGE_UNSUITABLE']),
          ...freshness(entry),
        });
        expect(words.length === 0 ? 'valid' : 'invalid', words.join()).to.equal(entry.expect.verdict);
      });
  });
}
