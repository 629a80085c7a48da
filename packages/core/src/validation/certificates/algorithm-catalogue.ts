import type { CertificateKey } from '../../x509/index.ts';

/** One use of an algorithm; what is not known is null or absent, and is not held against it. */
export interface AlgorithmUse {
  readonly digest?: string | null;
  /** In the words of reports: `RSASSA-PKCS1-v1_5`, `RSASSA-PSS`, `ECDSA`. */
  readonly signature?: string | null;
  readonly key?: CertificateKey;
}

/** Why an algorithm proves nothing from a time on. */
export interface AlgorithmLimit {
  readonly reason: 'DIGEST_TOO_WEAK' | 'KEY_TOO_SMALL' | 'SCHEME_TOO_WEAK';
  /** ISO 8601 day from which it is not suitable any more. */
  readonly until: string;
  /** The algorithm, for instance `SHA-1` or `RSA 1024`. */
  readonly algorithm: string;
}

/**
 * Until when algorithms were suitable. What is not listed still is.
 *
 * @see ETSI TS 119 312 V1.5.1 (2024-12), clauses 5 to 9
 */
export const ALGORITHM_CATALOGUE: {
  readonly edition: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly keys: readonly { readonly kind: CertificateKey['kind']; readonly below: number; readonly until: string }[];
  readonly schemes: readonly { readonly signature: string; readonly below: number; readonly until: string }[];
} = {
  edition: 'ETSI TS 119 312 V1.5.1',
  digests: {
    MD5: '2004-08-01',
    'SHA-1': '2012-08-01',
    'RIPEMD-160': '2014-08-01',
    'SHA-224': '2029-01-01',
    'SHA3-224': '2029-01-01',
  },
  keys: [
    { kind: 'RSA', below: 1900, until: '2019-10-01' },
    { kind: 'EC', below: 256, until: '2021-10-01' },
  ],
  schemes: [
    { signature: 'RSASSA-PKCS1-v1_5', below: Number.POSITIVE_INFINITY, until: '2029-01-01' },
    { signature: 'RSASSA-PSS', below: 3000, until: '2029-01-01' },
  ],
};

/** The first limit that a use had reached at a time; undefined while all of it was suitable. */
export function limitReached(use: AlgorithmUse, at: Date): AlgorithmLimit | undefined {
  return limitsOf(use)
    .toSorted((left, right) => Date.parse(left.until) - Date.parse(right.until))
    .find(({ until }) => at.getTime() >= Date.parse(until));
}

function limitsOf({ digest, signature, key }: AlgorithmUse): readonly AlgorithmLimit[] {
  const limits: AlgorithmLimit[] = [];
  const until = typeof digest === 'string' ? ALGORITHM_CATALOGUE.digests[digest] : undefined;
  if (until !== undefined) limits.push({ reason: 'DIGEST_TOO_WEAK', until, algorithm: digest ?? '' });
  const bits = key?.bits;
  if (key === undefined || bits === undefined) return limits;
  const algorithm = `${key.kind} ${bits}`;
  for (const rule of ALGORITHM_CATALOGUE.keys)
    if (rule.kind === key.kind && bits < rule.below) limits.push({ reason: 'KEY_TOO_SMALL', until: rule.until, algorithm });
  for (const rule of ALGORITHM_CATALOGUE.schemes)
    if (rule.signature === signature && bits < rule.below)
      limits.push({ reason: 'SCHEME_TOO_WEAK', until: rule.until, algorithm: `${signature} ${bits}` });
  return limits;
}
