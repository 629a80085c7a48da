import { SealkitError } from '@sealkit/core/errors';

/** A glyph file that cannot be read as one. */
export class GlyphError extends SealkitError<'GLYPH_FILE_MALFORMED'> {}
