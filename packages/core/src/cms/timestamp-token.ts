import {
  DerFields,
  type DerNode,
  derContent,
  derRaw,
  OIDS,
  parseDer,
  decodeInteger,
  readBoolean,
  readInteger,
  readOctetString,
  readOid,
  readTime,
  TAGS,
} from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { serialText } from '../x509/index.ts';
import { CmsError } from './cms-error.ts';
import { asCmsError, parseSignedData, type SignedData } from './signed-data.ts';
import { type DigestIdentifier, readDigestIdentifier } from './signer-info.ts';

/** What a time-stamp authority states. */
export interface TstInfo {
  readonly raw: Bytes;
  readonly policy: string;
  readonly messageImprint: { readonly algorithm: DigestIdentifier; readonly value: Bytes };
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly genTime: Date;
  /** Milliseconds around `genTime`; 0 when not stated. */
  readonly accuracy: number;
  readonly ordering: boolean;
  readonly nonce?: bigint;
}

export interface TimestampToken {
  readonly signedData: SignedData;
  readonly tstInfo: TstInfo;
}

/**
 * Reads a time-stamp token. Its signature is not verified here.
 *
 * @throws {@link CmsError} `CMS_TST_INFO_MALFORMED` when the content is not a TSTInfo; those of {@link parseSignedData}.
 * @see RFC 3161 §2.4.2
 */
export function parseTimestampToken(der: Uint8Array): TimestampToken {
  const signedData = parseSignedData(der);
  const { content } = signedData;
  if (signedData.contentType !== OIDS.tstInfo || content === undefined)
    throw new CmsError('CMS_TST_INFO_MALFORMED', `expected content of type TSTInfo, got ${signedData.contentType}`);
  try {
    return { signedData, tstInfo: asCmsError(() => readTstInfo(parseDer(content))) };
  } catch (cause) {
    throw new CmsError('CMS_TST_INFO_MALFORMED', 'expected a TSTInfo', { cause });
  }
}

function readTstInfo(node: DerNode): TstInfo {
  const fields = new DerFields(node);
  if (readInteger(fields.take(TAGS.INTEGER)) !== 1n) throw new CmsError('CMS_TST_INFO_MALFORMED', 'expected version 1');
  const policy = readOid(fields.take(TAGS.OID));
  const imprint = new DerFields(fields.take(TAGS.SEQUENCE));
  const algorithm = readDigestIdentifier(imprint.take(TAGS.SEQUENCE));
  const value = readOctetString(imprint.take(TAGS.OCTET_STRING));
  imprint.end();
  const serialNumber = serialText(derContent(fields.take(TAGS.INTEGER)));
  const genTime = readTime(fields.take(TAGS.GENERALIZED_TIME));
  const accuracy = fields.takeOptional(TAGS.SEQUENCE);
  const ordering = fields.takeOptional(TAGS.BOOLEAN);
  const nonce = fields.takeOptional(TAGS.INTEGER);
  return {
    raw: derRaw(node),
    policy,
    messageImprint: { algorithm, value },
    serialNumber,
    genTime,
    accuracy: accuracy === undefined ? 0 : readAccuracy(accuracy),
    ordering: ordering !== undefined && readBoolean(ordering),
    ...(nonce === undefined ? {} : { nonce: readInteger(nonce) }),
  };
}

function readAccuracy(node: DerNode): number {
  const fields = new DerFields(node);
  const seconds = fields.takeOptional(TAGS.INTEGER);
  const milliseconds = fields.takeContext(0);
  const microseconds = fields.takeContext(1);
  fields.end();
  const number = (field: DerNode | undefined): number => (field === undefined ? 0 : Number(decodeInteger(derContent(field))));
  return number(seconds) * 1000 + number(milliseconds) + number(microseconds) / 1000;
}
