/** Names of the entries of an evidence package; docs/evidence-format.md §2. */
export const ENTRY = {
  mimetype: 'mimetype',
  manifest: 'META-INF/ASiCManifest001.xml',
  signature: 'META-INF/signature001.p7s',
  sha256: 'SHA256SUMS',
  sm3: 'SM3SUMS',
  verify: 'VERIFY.md',
  evidence: 'evidence.json',
  report: 'report.pdf',
  events: 'events.jsonl',
  document: 'documents/document.pdf',
  tlogProof: 'log/log.tlog-proof',
  checkpointTimestamp: 'log/checkpoint.tst',
} as const;

/** EN 319 162-1 §A.1; the whole content of the first entry. */
export const ASIC_MEDIA_TYPE = 'application/vnd.etsi.asic-e+zip';

const PART = '[A-Za-z0-9_-][A-Za-z0-9._-]*';
const NAME = new RegExp(`^${PART}(?:/${PART})*$`);
const LONGEST_NAME = 200;

/** ASCII, no part that begins with a dot, so that unpacking leads nowhere else. */
export function isEntryName(name: string): boolean {
  return name.length <= LONGEST_NAME && NAME.test(name);
}

/** `mimetype` stands first, the others in the order of their octets. */
export function compareEntryNames(left: string, right: string): number {
  const [first, second] = [left, right].map((name) => (name === ENTRY.mimetype ? '' : name));
  return first === second ? 0 : (first ?? '') < (second ?? '') ? -1 : 1;
}

/** Whether the manifest lists an entry: all but the media type and the signature's own files. */
export function isListed(name: string): boolean {
  return name !== ENTRY.mimetype && !name.startsWith('META-INF/');
}

/** Whether the lists of digests name an entry: what the manifest lists, but the lists. */
export function isSummed(name: string): boolean {
  return isListed(name) && name !== ENTRY.sha256 && name !== ENTRY.sm3;
}

export const certificateEntry = (sha256: string): string => `certificates/${sha256}.cer`;
export const crlEntry = (sha256: string): string => `revocation/${sha256}.crl`;
export const ocspEntry = (sha256: string): string => `revocation/${sha256}.ocsp`;
export const statementEntry = (sealNumber: string, version: number): string => `seals/${sealNumber}-${version}.der`;
export const anchorEntry = (name: string): string => `anchors/${name}.json`;
export const useEntry = (useId: string, part: 'permit.jws' | 'record.jws' | 'receipt.jws' | 'intent.json'): string =>
  `uses/${useId}/${part}`;
