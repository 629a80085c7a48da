import { SealkitError } from '../errors/index.ts';

export type BytesErrorCode =
  | 'BYTES_UTF8_MALFORMED'
  | 'BYTES_LATIN1_OUT_OF_RANGE'
  | 'BYTES_HEX_MALFORMED'
  | 'BYTES_BASE64_MALFORMED'
  | 'BYTES_RANGE_OUTSIDE_SOURCE'
  | 'BYTES_JSON_NOT_CANONICAL'
  | 'BYTES_HTTP_UNREACHABLE'
  | 'BYTES_HTTP_STATUS'
  | 'BYTES_HTTP_RANGES_UNSUPPORTED'
  | 'BYTES_HTTP_SOURCE_CHANGED'
  | 'BYTES_HTTP_ANSWER_MALFORMED';

/** Octets or text that are not what the caller said they were, or that a server did not give. */
export class BytesError extends SealkitError<BytesErrorCode> {}
