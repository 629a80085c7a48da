import { type JsonValue, canonicalJson, encodeUtf8 } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';

/** Explained signing, rule 12. */
export const MAX_FRAME: number = 4 * 1024 * 1024;

/**
 * The digest of a frame, by the document's own algorithm, over its RFC 8785 spelling (formats.md, frame digest).
 *
 * @throws {@link PadesError} `PADES_FRAME_TOO_LARGE`
 */
export async function digestOfFrame(frame: DocumentFrame): Promise<string> {
  const value: JsonValue = JSON.parse(JSON.stringify(frame));
  const spelled = encodeUtf8(canonicalJson(value));
  if (spelled.length > MAX_FRAME) throw new PadesError('PADES_FRAME_TOO_LARGE', `expected a frame of at most ${MAX_FRAME} octets`);
  return digestText(frame.algorithm, spelled);
}
