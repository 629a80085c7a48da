export { Asn1Error, type Asn1ErrorCode } from './asn1-error.ts';
export { type BerRepair, type NormalizedBer, normalizeBer } from './ber.ts';
export { assertUniversal, DerFields, isContext, isUniversal, readExplicit, readSequence, readSet } from './der-fields.ts';
export { type ElementHeader, readHeader } from './der-header.ts';
export { DER_LIMITS, type DerLimits, type DerNode, derChildren, derContent, derLength, derRaw, parseDer } from './der-reader.ts';
export { encodeGeneralizedTime, encodeUtcOrGeneralizedTime, readTime } from './der-time.ts';
export {
  type BitString,
  decodeBitString,
  decodeBoolean,
  decodeInteger,
  decodeOid,
  readBitString,
  readBoolean,
  readInteger,
  readNull,
  readOctetString,
  readOid,
  readSmallInteger,
  readString,
  readUtf8String,
} from './der-values.ts';
export {
  compareEncodings,
  encodeBitString,
  encodeBoolean,
  encodeContext,
  encodeElement,
  encodeEnumerated,
  encodeHeader,
  encodeIa5String,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodePrintableString,
  encodeSequence,
  encodeSet,
  encodeUtf8String,
} from './der-writer.ts';
export { OIDS } from './oids.ts';
export { TAGS, type TagClass } from './tags.ts';
