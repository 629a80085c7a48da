import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OIDS } from '../asn1/index.ts';
import { parseCertificate } from './certificate.ts';
import { buildCertificatePaths } from './path-building.ts';
import { checkPath } from './path-checking.ts';
import type { PolicyInputs } from './policy-checking.ts';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/pkix-pkits');

/** What OpenSSL's own table says of a PKITS path: its options, and the policies that the path holds under. */
interface PolicyRow {
  readonly args: string;
  readonly user_set?: string;
  readonly expected_code: number;
}

interface PkitsCase {
  readonly id: string;
  readonly file: string;
  readonly trust_anchor: string;
  readonly intermediates: readonly string[];
  readonly at: string;
  readonly checked: { readonly openssl_policy_rows?: readonly PolicyRow[] };
}

const CASES: readonly PkitsCase[] = existsSync(FOLDER)
  ? (JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as readonly PkitsCase[])
  : [];

/** Two rows stand at the certificate of the test before. */
const isMisplaced = ({ id, file }: PkitsCase): boolean => id === '4.8.18' && file.includes('Test19');

const ROWS = new Map(
  CASES.filter((entry) => !isMisplaced(entry)).flatMap((entry) =>
    (entry.checked.openssl_policy_rows ?? [])
      .filter(({ user_set }) => user_set !== undefined)
      .map((row) => [`${entry.id} ${entry.file.slice('certs/'.length)} ${row.args}`, { entry, row }] as const),
  ),
);

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));

function inputsOf(args: string): PolicyInputs {
  const acceptable = Array.from(args.matchAll(/-policy (\S+)/g), ([, policy = '']) => policy);
  return {
    ...(acceptable.includes('anyPolicy') ? {} : { acceptable }),
    explicit: args.includes('-explicit_policy'),
    inhibitMapping: args.includes('-inhibit_map'),
    inhibitAny: args.includes('-inhibit_any'),
  };
}

function policiesOf(text: string): readonly string[] {
  return text === '<empty>' ? [] : text.split(':').map((policy) => (policy === '$apolicy' ? OIDS.anyPolicy : policy));
}

describe.skipIf(CASES.length === 0)('policy sets of PKITS as OpenSSL has them (skipped where the shared corpus is absent)', () => {
  it('are here as a whole', () => expect(ROWS.size).to.equal(79));

  for (const [title, { entry, row }] of ROWS)
    it(title, async () => {
      const paths = await buildCertificatePaths({
        leaf: parseCertificate(read(entry.file)),
        candidates: entry.intermediates.map(read),
        anchors: [read(entry.trust_anchor)],
      });
      const results = paths.map((path) => checkPath(path, { at: new Date(entry.at), purpose: 'signing', policies: inputsOf(row.args) }));
      const best = results.find(({ verdict }) => verdict.indication === 'PASSED') ?? results[0];
      expect(best?.verdict.indication).to.equal(row.expected_code === 0 ? 'PASSED' : 'INDETERMINATE');
      expect(best?.policies.toSorted()).to.deep.equal([...policiesOf(row.user_set ?? '')].sort());
    });
});
