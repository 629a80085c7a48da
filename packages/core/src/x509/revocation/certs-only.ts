import {
  Asn1Error,
  DerFields,
  type DerNode,
  derChildren,
  derRaw,
  isUniversal,
  normalizeBer,
  OIDS,
  parseDer,
  readExplicit,
  readOid,
  TAGS,
} from '../../asn1/index.ts';
import type { Bytes } from '../../bytes/index.ts';
import { X509Error } from '../x509-error.ts';

/** Certificates in one message at most. */
const MAX_CERTIFICATES = 256;

/**
 * The certificates of a certs-only CMS message, as authorities publish them, in DER or BER. Of the message nothing else is
 * read: it is not signed, and certificates need no protection.
 *
 * @throws {@link X509Error} `X509_CERTS_ONLY_MALFORMED`
 * @see RFC 5280 §4.2.2.1, RFC 8551 §3.8
 */
export function parseCertsOnly(bytes: Uint8Array): readonly Bytes[] {
  try {
    return readCertsOnly(parseDerOrBer(bytes));
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new X509Error('X509_CERTS_ONLY_MALFORMED', `certs-only message: ${cause.message}`, { cause });
    throw cause;
  }
}

function readCertsOnly(root: DerNode): readonly Bytes[] {
  const contentInfo = new DerFields(root);
  const type = readOid(contentInfo.take(TAGS.OID));
  const content = contentInfo.takeContext(0);
  contentInfo.end();
  if (type !== OIDS.signedData || content === undefined) throw malformed(`SignedData, got content of type ${type}`);
  const signedData = new DerFields(readExplicit(content));
  signedData.take(TAGS.INTEGER);
  signedData.take(TAGS.SET);
  signedData.take(TAGS.SEQUENCE);
  const set = signedData.takeContext(0);
  const certificates = set === undefined ? [] : derChildren(set).filter((node) => isUniversal(node, TAGS.SEQUENCE));
  if (certificates.length > MAX_CERTIFICATES) throw malformed(`at most ${MAX_CERTIFICATES} certificates, got ${certificates.length}`);
  return certificates.map(derRaw);
}

function parseDerOrBer(bytes: Uint8Array): DerNode {
  try {
    return parseDer(bytes);
  } catch (error) {
    if (!(error instanceof Asn1Error) || !RECOVERABLE.has(error.code)) throw error;
  }
  const { der, trailing } = normalizeBer(bytes);
  if (trailing > 0) throw malformed(`the end of the message, got ${trailing} more octets`);
  return parseDer(der);
}

const RECOVERABLE: ReadonlySet<string> = new Set(['ASN1_LENGTH_INDEFINITE', 'ASN1_LENGTH_NOT_MINIMAL']);

function malformed(expected: string): X509Error {
  return new X509Error('X509_CERTS_ONLY_MALFORMED', `certs-only message: expected ${expected}`);
}
