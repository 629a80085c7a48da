import { SealkitError } from '../errors/index.ts';

export type SealErrorCode =
  | 'FACE_GLYPH_MISSING'
  | 'FACE_GLYPH_MALFORMED'
  | 'SEAL_INFO_MALFORMED'
  | 'SEAL_STATEMENT_MALFORMED'
  | 'SEAL_PICTURE_TOO_LARGE'
  | 'SEAL_TRANSITION_FORBIDDEN'
  | 'SEAL_PLACEMENT_OUTSIDE_PAGE'
  | 'PAGE_SET_MALFORMED'
  | 'PAGE_SET_OUTSIDE_DOCUMENT'
  | 'KEYWORD_MALFORMED'
  | 'KEYWORD_NOT_FOUND'
  | 'KEYWORD_NO_TEXT'
  | 'KEYWORD_HIT_MISSING'
  | 'PLACEMENT_FIELD_MISSING'
  | 'PLACEMENT_FIELD_NOT_SHOWN'
  | 'PLACEMENT_IMPORT_MALFORMED'
  | 'PLACEMENT_EXPORT_UNSUPPORTED'
  | 'PERMIT_MALFORMED'
  | 'USE_RECORD_MALFORMED'
  | 'RECEIPT_MALFORMED'
  | 'ACT_FRAME_MISMATCH'
  | 'ACT_FACE_MISMATCH';

/** A seal structure that cannot be made or read, a step that the life of a seal does not have. */
export class SealError extends SealkitError<SealErrorCode> {}
