import { decodeLatin1, equalBytes } from '../bytes/index.ts';
import type { SignatureValueResult } from '../crypto/index.ts';
import type { Certificate } from './certificate.ts';
import {
  distinctOctets,
  indexAnchoredIssuers,
  indexIssuers,
  type IssuerIndex,
  type IssuerIndexOptions,
  parseOrNone,
} from './issuer-index.ts';
import { withInheritedKeys } from './inherited-keys.ts';
import { equalNames } from './name.ts';
import { verifyCertificateSignature } from './verify-certificate-signature.ts';

/** A chain from a leaf to an anchor, with the result of each signature in it: facts, no verdict. */
export interface CertificatePath {
  /** Leaf first, anchor last; one alone where the leaf itself is an anchor. */
  readonly certificates: readonly Certificate[];
  /** Whether certificate i verifies under the key of certificate i + 1; one fewer than certificates. */
  readonly links: readonly SignatureValueResult[];
}

export interface PathQuery {
  readonly leaf: Certificate;
  /** DER of certificates that may stand between; nothing is trusted because it lies here. Malformed ones are passed over. */
  readonly candidates: readonly Uint8Array[];
  /** DER of the caller's anchors. None means that there is no path. */
  readonly anchors: readonly Uint8Array[];
  /** When the path is to be judged: certificates valid then are tried first. */
  readonly at?: Date;
}

/**
 * Bounds of one search, against certificates made to blow it up: certificates of a path, paths found, signatures verified,
 * candidates looked at, issuers tried for one certificate, and chains that are followed further at once.
 */
export const PATH_LIMITS = { certificates: 10, paths: 16, verifications: 512, candidates: 16_384, issuers: 256, chains: 256 } as const;

/**
 * All paths from the leaf to an anchor, the shortest first, up to the bounds. Paths with a signature that does not verify are
 * given only where there is no other, so that the report can name the broken link. The order of candidates and of anchors
 * changes nothing.
 *
 * @see RFC 5280 §6.1, RFC 4158
 */
export async function buildCertificatePaths(query: PathQuery): Promise<readonly CertificatePath[]> {
  const search = createSearch(query);
  if (isAmong(query.leaf, search.anchors)) return [{ certificates: [query.leaf], links: [] }];
  const sound = await findPaths(search, query.leaf, (link) => link !== 'invalid');
  return sound.length > 0 ? sound : findPaths(search, query.leaf, () => true);
}

/** The longest chain upwards from a leaf by name alone, leaf first: for display where no anchor was reached. */
export function buildUnanchoredChain(query: Omit<PathQuery, 'anchors'>): readonly Certificate[] {
  const issuersOf = indexIssuers({ ...indexOptions(query), anchors: [] });
  const chain = [query.leaf];
  for (let last = query.leaf; chain.length < PATH_LIMITS.certificates;) {
    if (equalNames(last.subject, last.issuer)) return chain;
    const issuer = issuersOf(last).find((candidate) => !isAmong(candidate, chain));
    if (issuer === undefined) return chain;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

interface Search {
  readonly anchors: readonly Certificate[];
  readonly issuersOf: IssuerIndex;
  /** Results by certificate and issuer's key. */
  readonly verified: Map<Certificate, Map<string, SignatureValueResult>>;
  /** Signatures that may yet be verified. */
  left: number;
}

function createSearch(query: PathQuery): Search {
  const anchors = distinctOctets(query.anchors).flatMap(parseOrNone);
  const issuersOf = indexAnchoredIssuers({ ...indexOptions(query), anchors });
  return { anchors, issuersOf, verified: new Map(), left: PATH_LIMITS.verifications };
}

function indexOptions({ candidates, at }: Pick<PathQuery, 'candidates' | 'at'>): Omit<IssuerIndexOptions, 'anchors'> {
  return {
    candidates,
    ...(at === undefined ? {} : { at }),
    maxCandidates: PATH_LIMITS.candidates,
    maxIssuers: PATH_LIMITS.issuers,
  };
}

type Chain = Pick<CertificatePath, 'certificates' | 'links'>;

/** Breadth first, so that the shortest path comes first. */
async function findPaths(
  search: Search,
  leaf: Certificate,
  accepts: (link: SignatureValueResult) => boolean,
): Promise<readonly CertificatePath[]> {
  const paths: CertificatePath[] = [];
  let chains: readonly Chain[] = [{ certificates: [leaf], links: [] }];
  while (chains.length > 0 && paths.length < PATH_LIMITS.paths) {
    const longer: (readonly Chain[])[] = [];
    for (const chain of chains) longer.push(await extend(search, chain, accepts));
    const next = interleave(longer);
    const isDone = (chain: Chain): boolean => search.anchors.includes(lastOf(chain));
    paths.push(...(await Promise.all(next.filter(isDone).map(withInheritedKeys))));
    chains = next.filter((chain) => !isDone(chain) && chain.certificates.length < PATH_LIMITS.certificates).slice(0, PATH_LIMITS.chains);
  }
  return paths.slice(0, PATH_LIMITS.paths);
}

async function extend(search: Search, chain: Chain, accepts: (link: SignatureValueResult) => boolean): Promise<readonly Chain[]> {
  const child = lastOf(chain);
  const longer: Chain[] = [];
  for (const issuer of search.issuersOf(child)) {
    if (repeats(issuer, chain.certificates)) continue;
    const link = await verifyLink(search, child, issuer);
    if (link !== undefined && accepts(link)) longer.push({ certificates: [...chain.certificates, issuer], links: [...chain.links, link] });
  }
  return longer;
}

/** The likeliest of each list, then the second of each: a list that was made long pushes none out. */
function interleave<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = lists.reduce((length, list) => Math.max(length, list.length), 0);
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

/** Each certificate is verified once under a key; undefined when the bound is reached. */
async function verifyLink(search: Search, child: Certificate, issuer: Certificate): Promise<SignatureValueResult | undefined> {
  const results = search.verified.get(child) ?? new Map<string, SignatureValueResult>();
  search.verified.set(child, results);
  const key = decodeLatin1(issuer.spki);
  const known = results.get(key);
  if (known !== undefined) return known;
  if (search.left === 0) return undefined;
  search.left -= 1;
  const result = await verifyCertificateSignature(child, issuer.spki);
  results.set(key, result);
  return result;
}

/** The same name and key twice in a path is a loop. */
function repeats(issuer: Certificate, chain: readonly Certificate[]): boolean {
  return chain.some((certificate) => equalBytes(certificate.spki, issuer.spki) && equalNames(certificate.subject, issuer.subject));
}

function isAmong(certificate: Certificate, others: readonly Certificate[]): boolean {
  return others.some((other) => equalBytes(other.raw, certificate.raw));
}

function lastOf(chain: Chain): Certificate {
  const last = chain.certificates.at(-1);
  if (last === undefined) throw new RangeError('chain: expected at least the leaf');
  return last;
}
