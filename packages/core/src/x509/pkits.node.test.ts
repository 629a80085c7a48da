import { judgePublishedPath } from '@sealkit/testkit/node';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/pkix-pkits');

interface PkitsCase {
  /** Section and number in the PKITS document. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly trust_anchor: string;
  readonly intermediates: readonly string[];
  readonly crls: readonly string[];
  readonly at: string;
  readonly revocation_required: boolean;
  readonly params: {
    readonly user_initial_policy_set?: readonly string[];
    readonly initial_explicit_policy?: boolean;
    readonly initial_policy_mapping_inhibit?: boolean;
    readonly initial_any_policy_inhibit?: boolean;
  };
  readonly expect: { readonly verdict: 'valid' | 'invalid'; readonly reason?: string };
}

const CASES: readonly PkitsCase[] = existsSync(FOLDER)
  ? (JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as readonly PkitsCase[])
  : [];

/** What the suite says is wrong, and the word that must be among ours. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/no valid set of policies/, 'NO_VALID_POLICY'],
  [/permitted namespace/, 'NAME_NOT_PERMITTED'],
  [/excluded from the namespace/, 'NAME_EXCLUDED'],
  [/exceeds the maximum path length/, 'PATH_LENGTH_EXCEEDED'],
  [/is not a CA/, 'ISSUER_NOT_AUTHORITY'],
  [/policy mapping for the "any policy"/, 'POLICY_MAPPING_OF_ANY_POLICY'],
  [/not allowed to sign certificates/, 'KEY_USAGE_NOT_CERTIFICATE_SIGNING'],
  [/unsupported critical extension/, 'UNKNOWN_CRITICAL_EXTENSION'],
  [/certificate (?:\d )?expired/, 'CERTIFICATE_EXPIRED'],
  [/not valid until/, 'CERTIFICATE_NOT_YET_VALID'],
  [/issuer name could not be matched/, 'NO_PATH'],
  // The octet that was spoilt is the count of unused bits: that certificate cannot be read at all.
  [/signature of intermediate certificate/, 'NO_PATH'],
  [/signature of the end-entity/, 'SIGNATURE_INVALID'],
  [/^CRL indicates/, 'STATUS_REVOKED'],
  [/unrecognized critical extensions/, 'UNKNOWN_CRITICAL_EXTENSION'],
  [/not authorized to sign CRLs/, 'SIGNER_UNSUITABLE'],
  [/only contains attribute certificates/, 'ONLY_ATTRIBUTE_CERTIFICATES'],
  [/only contains CA certificates/, 'ONLY_CA_CERTIFICATES'],
  [/only contains end-entity certificates/, 'ONLY_USER_CERTIFICATES'],
  [/do not cover all revocation reasons/, 'ONLY_SOME_REASONS'],
  [/no revocation information|revocation checks failed/, 'STATUS_UNKNOWN'],
];

/** A spoilt signature that is no BIT STRING is told as unreadable. */
const DSA: ReadonlyMap<string, string> = new Map([['4.1.6', 'X509_CERTIFICATE_MALFORMED']]);

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, name)));

async function judge(entry: PkitsCase): Promise<readonly string[]> {
  const { params } = entry;
  return judgePublishedPath({
    leaf: read(entry.file),
    candidates: entry.intermediates.map(read),
    anchors: [read(entry.trust_anchor)],
    crls: entry.crls.map(read),
    at: new Date(entry.at),
    isRevocationNeeded: entry.revocation_required,
    policies: {
      ...(params.user_initial_policy_set === undefined ? {} : { acceptable: params.user_initial_policy_set }),
      explicit: params.initial_explicit_policy === true,
      inhibitMapping: params.initial_policy_mapping_inhibit === true,
      inhibitAny: params.initial_any_policy_inhibit === true,
    },
  });
}

function wordFor({ id, expect: { verdict, reason = '' } }: PkitsCase): string | undefined {
  if (DSA.has(id)) return DSA.get(id);
  return verdict === 'valid' ? undefined : (WORDS.find(([pattern]) => pattern.test(reason))?.[1] ?? `no word for: ${reason}`);
}

describe.skipIf(CASES.length === 0)('NIST PKITS §4.1 to §4.16 (skipped where the shared corpus is absent)', () => {
  it('is here as a whole', () => {
    expect(CASES.length).to.equal(258);
    expect(new Set(CASES.map(({ id }) => id)).size).to.equal(224);
  });

  for (const entry of CASES)
    it(`${entry.id} ${entry.name} is ${entry.expect.verdict}`, async () => {
      const words = await judge(entry);
      const word = wordFor(entry);
      if (word === undefined) expect(words).to.deep.equal([]);
      else expect(words).to.include(word);
    });
});
