import {
  DerFields,
  type DerNode,
  derRaw,
  encodeBitString,
  encodeContext,
  encodeGeneralizedTime,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  isContext,
  parseDer,
  readBitString,
  readExplicit,
  readOctetString,
  readOid,
  readSequence,
  TAGS,
} from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';

/** Bodies that are sent and understood (RFC 9810 §5.1.2). */
export const CMP_BODIES = { ip: 1, cp: 3, p10cr: 4, pkiConf: 19, error: 23, certConf: 24, pollReq: 25, pollRep: 26 } as const;

const IMPLICIT_CONFIRM = '1.3.6.1.5.5.7.4.13';
/** Version cmp2000 (RFC 9810 §5.1.1): what every server understands. */
const VERSION = 2;

/** One side's part of a transaction. */
export interface CmpHeader {
  /** DER of GeneralName. */
  readonly sender: Bytes;
  readonly recipient: Bytes;
  readonly time: Date;
  /** DER AlgorithmIdentifier. */
  readonly protectionAlgorithm: Bytes;
  readonly senderKeyId?: Bytes;
  readonly transactionId: Bytes;
  readonly senderNonce: Bytes;
  readonly recipientNonce?: Bytes;
}

/** GeneralName of a directory name, DER. */
export function directoryName(name: Uint8Array): Bytes {
  return encodeContext(4, name, { constructed: true });
}

/** Header and body, as their protection covers them. */
export interface UnprotectedMessage {
  readonly header: Bytes;
  readonly body: Bytes;
}

/** @param content DER of the body's own type. @see RFC 9810 §5.1 */
export function encodeUnprotected(header: CmpHeader, body: number, content: Uint8Array): UnprotectedMessage {
  const field = (tag: number, value: Uint8Array | undefined): readonly Bytes[] =>
    value === undefined ? [] : [encodeContext(tag, value, { constructed: true })];
  const octets = (value: Uint8Array | undefined): Bytes | undefined => (value === undefined ? undefined : encodeOctetString(value));
  const implicitConfirm = encodeSequence(encodeSequence(encodeOid(IMPLICIT_CONFIRM), encodeNull()));
  return {
    header: encodeSequence(
      encodeInteger(VERSION),
      header.sender,
      header.recipient,
      ...field(0, encodeGeneralizedTime(header.time)),
      ...field(1, header.protectionAlgorithm),
      ...field(2, octets(header.senderKeyId)),
      ...field(4, octets(header.transactionId)),
      ...field(5, octets(header.senderNonce)),
      ...field(6, octets(header.recipientNonce)),
      ...field(8, implicitConfirm),
    ),
    body: encodeContext(body, content, { constructed: true }),
  };
}

/** What protection is computed over. @see RFC 9810 §5.1.3 */
export function protectedPart({ header, body }: UnprotectedMessage): Bytes {
  return encodeSequence(header, body);
}

export function encodeMessage(message: UnprotectedMessage, protection: Uint8Array, extraCertificates: readonly Uint8Array[]): Bytes {
  const extra = encodeContext(1, encodeSequence(...extraCertificates), { constructed: true });
  return encodeSequence(
    message.header,
    message.body,
    encodeContext(0, encodeBitString(protection), { constructed: true }),
    ...(extraCertificates.length === 0 ? [] : [extra]),
  );
}

/** A message that was received; nothing of it is verified yet. */
export interface ReceivedMessage extends UnprotectedMessage {
  /** DER AlgorithmIdentifier; undefined where there is no protection. */
  readonly protectionAlgorithm: Bytes | undefined;
  readonly protection: Bytes | undefined;
  readonly transactionId: Bytes | undefined;
  readonly senderNonce: Bytes | undefined;
  readonly recipientNonce: Bytes | undefined;
  readonly grantsImplicitConfirm: boolean;
  readonly bodyType: number;
  readonly content: DerNode;
  /** DER of certificates that came along. */
  readonly extraCertificates: readonly Bytes[];
}

const MAX_MESSAGE = 512 * 1024;

/** @throws Asn1Error for anything but one PKIMessage in DER */
export function parseMessage(octets: Uint8Array): ReceivedMessage {
  const fields = new DerFields(parseDer(octets, { maxLength: MAX_MESSAGE }));
  const headerNode = fields.take(TAGS.SEQUENCE);
  const bodyNode = fields.any();
  const protection = fields.takeContext(0);
  const extra = fields.takeContext(1);
  fields.end();
  const header = new DerFields(headerNode);
  header.take(TAGS.INTEGER);
  header.any();
  header.any();
  const byTag = new Map(header.rest().map((node) => [node.tagNumber, node]));
  const octetsOf = (tag: number): Bytes | undefined => {
    const node = byTag.get(tag);
    return node === undefined ? undefined : readOctetString(readExplicit(node));
  };
  const algorithm = byTag.get(1);
  const info = byTag.get(8);
  return {
    header: derRaw(headerNode),
    body: derRaw(bodyNode),
    protectionAlgorithm: algorithm === undefined ? undefined : derRaw(readExplicit(algorithm)),
    protection: protection === undefined ? undefined : readBitString(readExplicit(protection)).bytes,
    transactionId: octetsOf(4),
    senderNonce: octetsOf(5),
    recipientNonce: octetsOf(6),
    grantsImplicitConfirm: info !== undefined && readSequence(readExplicit(info)).some(isImplicitConfirm),
    bodyType: isContext(bodyNode, bodyNode.tagNumber) ? bodyNode.tagNumber : -1,
    content: readExplicit(bodyNode),
    extraCertificates: extra === undefined ? [] : readSequence(readExplicit(extra)).map(derRaw),
  };
}

function isImplicitConfirm(info: DerNode): boolean {
  return readOid(new DerFields(info).any()) === IMPLICIT_CONFIRM;
}
