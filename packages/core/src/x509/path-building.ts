import { encodeHex, equalBytes } from '../bytes/index.ts';
import { CryptoError, signatureAlgorithmFromDer, type SignatureValueResult, verifySignatureValue } from '../crypto/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { equalNames } from './name.ts';
import { X509Error } from './x509-error.ts';

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
}

/** Bounds of one search, against certificates made to blow it up. */
export const PATH_LIMITS = { certificates: 10, paths: 16, verifications: 128, candidates: 4096 } as const;

/**
 * All paths from the leaf to an anchor, the shortest first, up to the bounds. Paths with a signature that does not verify are
 * given only where there is no other, so that the report can name the broken link.
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
  const candidates = parseAll(query.candidates);
  const chain = [query.leaf];
  for (let last = query.leaf; chain.length < PATH_LIMITS.certificates;) {
    if (equalNames(last.subject, last.issuer)) return chain;
    const child = last;
    const issuer = candidates.find((candidate) => mayHaveIssued(candidate, child) && !isAmong(candidate, chain));
    if (issuer === undefined) return chain;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

/** Verifies the signature of a certificate under the key of another. */
export async function verifyCertificateSignature(
  certificate: Pick<Certificate, 'tbs' | 'signatureAlgorithm' | 'signature'>,
  issuerSpki: Uint8Array,
): Promise<SignatureValueResult> {
  try {
    const algorithm = signatureAlgorithmFromDer(certificate.signatureAlgorithm, issuerSpki);
    return await verifySignatureValue({ algorithm, publicKey: issuerSpki, signature: certificate.signature, message: certificate.tbs });
  } catch (error) {
    if (error instanceof CryptoError) return 'invalid';
    throw error;
  }
}

interface Search {
  readonly anchors: readonly Certificate[];
  readonly issuers: readonly Certificate[];
  readonly verified: Map<string, SignatureValueResult>;
}

function createSearch(query: PathQuery): Search {
  const anchors = parseAll(query.anchors);
  const others = parseAll(query.candidates).filter((candidate) => !isAmong(candidate, anchors));
  return { anchors, issuers: [...anchors, ...others], verified: new Map() };
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
    const longer: Chain[] = [];
    for (const chain of chains) {
      for (const next of await extend(search, chain, accepts)) {
        if (isAmong(lastOf(next), search.anchors)) paths.push(next);
        else if (next.certificates.length < PATH_LIMITS.certificates) longer.push(next);
      }
    }
    chains = longer.slice(0, PATH_LIMITS.verifications);
  }
  return paths.slice(0, PATH_LIMITS.paths);
}

async function extend(search: Search, chain: Chain, accepts: (link: SignatureValueResult) => boolean): Promise<readonly Chain[]> {
  const child = lastOf(chain);
  const longer: Chain[] = [];
  for (const issuer of search.issuers) {
    if (!mayHaveIssued(issuer, child) || repeats(issuer, chain.certificates)) continue;
    const link = await verifyLink(search, child, issuer);
    if (link !== undefined && accepts(link)) longer.push({ certificates: [...chain.certificates, issuer], links: [...chain.links, link] });
  }
  return longer;
}

/** Each pair is verified once; undefined when the bound is reached. */
async function verifyLink(search: Search, child: Certificate, issuer: Certificate): Promise<SignatureValueResult | undefined> {
  const key = `${encodeHex(child.signature)}:${encodeHex(child.tbs)}:${encodeHex(issuer.spki)}`;
  const known = search.verified.get(key);
  if (known !== undefined) return known;
  if (search.verified.size >= PATH_LIMITS.verifications) return undefined;
  const result = await verifyCertificateSignature(child, issuer.spki);
  search.verified.set(key, result);
  return result;
}

function mayHaveIssued(issuer: Certificate, child: Certificate): boolean {
  if (!equalNames(issuer.subject, child.issuer)) return false;
  const wanted = child.authorityKeyId?.keyIdentifier;
  return wanted === undefined || issuer.subjectKeyId === undefined || wanted === issuer.subjectKeyId;
}

/** The same name and key twice in a path is a loop. */
function repeats(issuer: Certificate, chain: readonly Certificate[]): boolean {
  return chain.some((certificate) => equalBytes(certificate.spki, issuer.spki) && equalBytes(certificate.subject.raw, issuer.subject.raw));
}

function isAmong(certificate: Certificate, others: readonly Certificate[]): boolean {
  return others.some((other) => equalBytes(other.raw, certificate.raw));
}

function lastOf(chain: Chain): Certificate {
  const last = chain.certificates.at(-1);
  if (last === undefined) throw new RangeError('chain: expected at least the leaf');
  return last;
}

function parseAll(ders: readonly Uint8Array[]): readonly Certificate[] {
  const seen = new Set<string>();
  return ders.slice(0, PATH_LIMITS.candidates).flatMap((der) => {
    const key = encodeHex(der);
    if (seen.has(key)) return [];
    seen.add(key);
    return parseOrNone(der);
  });
}

function parseOrNone(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof X509Error) return [];
    throw error;
  }
}
