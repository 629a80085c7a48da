import { SealkitError } from '../errors/index.ts';

export type CmsErrorCode =
  | 'CMS_MALFORMED'
  | 'CMS_NOT_SIGNED_DATA'
  | 'CMS_TRAILING_BYTES'
  | 'CMS_ATTRIBUTE_MALFORMED'
  | 'CMS_LIMIT_EXCEEDED'
  | 'CMS_TST_INFO_MALFORMED'
  | 'CMS_TIMESTAMP_RESPONSE_MALFORMED';

/** Octets that are not the CMS structure that was expected. A signature that is not good is a fact, not this. */
export class CmsError extends SealkitError<CmsErrorCode> {}
