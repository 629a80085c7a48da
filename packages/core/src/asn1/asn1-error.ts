import { SealkitError } from '../errors/index.ts';

export type Asn1ErrorCode =
  | 'ASN1_TRUNCATED'
  | 'ASN1_TRAILING_BYTES'
  | 'ASN1_TAG_MALFORMED'
  | 'ASN1_LENGTH_INDEFINITE'
  | 'ASN1_LENGTH_MALFORMED'
  | 'ASN1_LENGTH_NOT_MINIMAL'
  | 'ASN1_LIMIT_EXCEEDED'
  | 'ASN1_TAG_UNEXPECTED'
  | 'ASN1_FIELD_MISSING'
  | 'ASN1_VALUE_MALFORMED'
  | 'ASN1_VALUE_OUT_OF_RANGE';

/** Octets that are not the DER (or, in the lenient path, the BER) of what was expected. */
export class Asn1Error extends SealkitError<Asn1ErrorCode> {}
