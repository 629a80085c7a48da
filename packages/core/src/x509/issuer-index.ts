import { Asn1Error, compareEncodings, parseDer, readHeader } from '../asn1/index.ts';
import { decodeLatin1 } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { nameKey, readName } from './name.ts';
import { X509Error } from './x509-error.ts';

export interface IssuerIndexOptions {
  /** DER. Of each no more is read than its names, until it is asked for; malformed ones are passed over. */
  readonly candidates: readonly Uint8Array[];
  readonly anchors: readonly Certificate[];
  /** Certificates that are valid then come before others. */
  readonly at?: Date;
  /** Candidates looked at; of more, those whose octets come first. */
  readonly maxCandidates: number;
  /** Issuers named for one certificate. */
  readonly maxIssuers: number;
}

/**
 * The certificates that may have issued a certificate, likeliest first: by name and, where both state one, by key identifier
 * (RFC 5280 §4.2.1.1). The order in which candidates were given changes nothing.
 */
export type IssuerIndex = (child: Certificate) => readonly Certificate[];

/** Knows every candidate as an issuer. */
export function indexIssuers(options: IssuerIndexOptions): IssuerIndex {
  return indexOf(options, readNames(options));
}

/** Knows those alone from which an anchor can be reached by name. */
export function indexAnchoredIssuers(options: IssuerIndexOptions): IssuerIndex {
  const named = readNames(options);
  const reachable = reachableNames(options.anchors, named);
  return indexOf(
    options,
    named.filter(({ subject }) => reachable.has(subject)),
  );
}

interface NamedCandidate {
  readonly der: Uint8Array;
  readonly issuer: string;
  readonly subject: string;
}

function indexOf({ anchors, at, maxIssuers }: IssuerIndexOptions, named: readonly NamedCandidate[]): IssuerIndex {
  const bySubject = groupBy(named, ({ subject }) => subject);
  const parsed = new Map<string, readonly Certificate[]>();
  const issuers = new Map<Certificate, readonly Certificate[]>();
  const parse = (subject: string): readonly Certificate[] => {
    const own = anchors.filter((anchor) => nameKey(anchor.subject) === subject);
    const others = (bySubject.get(subject) ?? []).map(({ der }) => der);
    return [
      ...own,
      ...distinctOctets(
        others,
        own.map(({ raw }) => raw),
      ).flatMap(parseOrNone),
    ];
  };
  const rank = (child: Certificate): readonly Certificate[] => {
    const subject = nameKey(child.issuer);
    const certificates = parsed.get(subject) ?? parse(subject);
    parsed.set(subject, certificates);
    const possible = certificates.filter((issuer) => mayHoldKey(issuer, child));
    return sortByLikelihood(possible, child, anchors, at).slice(0, maxIssuers);
  };
  return (child) => {
    const found = issuers.get(child) ?? rank(child);
    issuers.set(child, found);
    return found;
  };
}

function mayHoldKey(issuer: Certificate, child: Certificate): boolean {
  const wanted = child.authorityKeyId?.keyIdentifier;
  return wanted === undefined || issuer.subjectKeyId === undefined || wanted === issuer.subjectKeyId;
}

/**
 * The identifier of its key stated, the serial number that the child names, an anchor, an authority, valid at the time and
 * when the child's validity begins, valid longest; octets in the end, so that nothing depends on the order given.
 *
 * @see RFC 4158 §3.5
 */
function sortByLikelihood(
  issuers: readonly Certificate[],
  child: Certificate,
  anchors: readonly Certificate[],
  at: Date | undefined,
): readonly Certificate[] {
  const { keyIdentifier, serialNumber } = child.authorityKeyId ?? {};
  const weightOf = (issuer: Certificate): number =>
    [
      keyIdentifier === undefined || issuer.subjectKeyId === keyIdentifier,
      serialNumber === undefined || issuer.serialNumber === serialNumber,
      anchors.includes(issuer),
      issuer.basicConstraints?.ca === true,
      at === undefined || isValidAt(issuer, at),
      isValidAt(issuer, child.notBefore),
    ].reduce((weight, holds) => weight * 2 + (holds ? 0 : 1), 0);
  return issuers
    .map((issuer) => ({ issuer, weight: weightOf(issuer) }))
    .sort(
      (left, right) =>
        left.weight - right.weight ||
        right.issuer.notAfter.getTime() - left.issuer.notAfter.getTime() ||
        compareEncodings(left.issuer.raw, right.issuer.raw),
    )
    .map(({ issuer }) => issuer);
}

function isValidAt({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return at >= notBefore && at <= notAfter;
}

/** Subjects from which names lead up to an anchor's. */
function reachableNames(anchors: readonly Certificate[], named: readonly NamedCandidate[]): ReadonlySet<string> {
  const byIssuer = groupBy(named, ({ issuer }) => issuer);
  const reached = new Set(anchors.map((anchor) => nameKey(anchor.subject)));
  // A set takes in what is added while it is walked over.
  for (const name of reached) for (const { subject } of byIssuer.get(name) ?? []) reached.add(subject);
  return reached;
}

function readNames({ candidates, maxCandidates }: IssuerIndexOptions): readonly NamedCandidate[] {
  const ders = candidates.length <= maxCandidates ? candidates : candidates.toSorted(compareEncodings).slice(0, maxCandidates);
  const keys = new Map<string, string>();
  const keyOf = (raw: Uint8Array): string => {
    const octets = decodeLatin1(raw);
    const key = keys.get(octets) ?? nameKey(readName(parseDer(raw)));
    keys.set(octets, key);
    return key;
  };
  return ders.flatMap((der) => {
    try {
      const { issuer, subject } = nameOctets(der);
      return [{ der, issuer: keyOf(issuer), subject: keyOf(subject) }];
    } catch (error) {
      if (error instanceof Asn1Error) return [];
      throw error;
    }
  });
}

/** The two names of a certificate by their place, without reading anything else of it. @throws Asn1Error */
function nameOctets(der: Uint8Array): { readonly issuer: Uint8Array; readonly subject: Uint8Array } {
  const contentOf = (at: number): number => readHeader(der, at, der.length).contentStart;
  const after = (at: number): number => {
    const { contentEnd } = readHeader(der, at, der.length);
    if (contentEnd === undefined) throw new Asn1Error('ASN1_LENGTH_INDEFINITE', `expected a definite length at ${at}`);
    return contentEnd;
  };
  const first = contentOf(contentOf(0));
  const serialNumber = der[first] === VERSION ? after(first) : first;
  const issuer = after(after(serialNumber));
  const validity = after(issuer);
  const subject = after(validity);
  return { issuer: der.subarray(issuer, validity), subject: der.subarray(subject, after(subject)) };
}

/** Identifier octet of `version [0]`. */
const VERSION = 0xa0;

/** Each of the same octets once, and none of those given elsewhere. */
export function distinctOctets(ders: readonly Uint8Array[], given: readonly Uint8Array[] = []): readonly Uint8Array[] {
  const seen = new Set(given.map(decodeLatin1));
  return ders.filter((der) => seen.size < seen.add(decodeLatin1(der)).size);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** A certificate that can be read, or nothing. */
export function parseOrNone(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof X509Error) return [];
    throw error;
  }
}
