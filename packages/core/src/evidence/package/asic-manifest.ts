import { type Bytes, encodeBase64, encodeUtf8 } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import type { PackageEntry } from './canonical-zip.ts';
import { compareEntryNames, ENTRY, isListed } from './entry-names.ts';

const MEDIA_TYPES: readonly (readonly [suffix: string, type: string])[] = [
  ['.pdf', 'application/pdf'],
  ['.json', 'application/json'],
  ['.jsonl', 'application/jsonl'],
  ['.jws', 'application/jose'],
  ['.md', 'text/markdown'],
  ['.cer', 'application/pkix-cert'],
  ['.crl', 'application/pkix-crl'],
  ['.ocsp', 'application/ocsp-response'],
  ['.tst', 'application/vnd.etsi.timestamp-token'],
  ['.der', 'application/pkcs7-mime'],
];

/**
 * The ASiCManifest over all entries of a package but the media type and what lies in META-INF: one spelling, so that a verifier
 * makes it again and compares octets.
 *
 * @see EN 319 162-1 §A.4
 */
export async function formatAsicManifest(entries: readonly PackageEntry[], engine?: DigestEngine): Promise<Bytes> {
  const listed = entries.filter(({ name }) => isListed(name)).sort((left, right) => compareEntryNames(left.name, right.name));
  const lines: string[] = [];
  for (const { name, bytes } of listed) lines.push(reference(name, encodeBase64(await digest('SHA-256', bytes, engine))));
  return encodeUtf8(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
      `<asic:SigReference URI="${ENTRY.signature}" MimeType="application/pkcs7-signature"/>`,
      ...lines,
      '</asic:ASiCManifest>',
      '',
    ].join('\n'),
  );
}

/** Names hold no character that XML would escape. */
function reference(name: string, digestValue: string): string {
  const method = '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>';
  return `<asic:DataObjectReference URI="${name}" MimeType="${mediaTypeOf(name)}">${method}<ds:DigestValue>${digestValue}</ds:DigestValue></asic:DataObjectReference>`;
}

function mediaTypeOf(name: string): string {
  return MEDIA_TYPES.find(([suffix]) => name.endsWith(suffix))?.[1] ?? 'text/plain';
}
