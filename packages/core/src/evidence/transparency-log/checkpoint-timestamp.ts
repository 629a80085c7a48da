import { encodeUtf8 } from '../../bytes/index.ts';
import { type TimestampCheck, verifyTimestampToken } from '../../cades/index.ts';
import { digest } from '../../crypto/index.ts';
import type { MessageImprint } from '../../ports/index.ts';
import { parseSignedNote } from './signed-note.ts';

/**
 * What a checkpoint's time-stamp is over: SHA-256 of the text of the note, whoever has signed it.
 *
 * @throws {@link EvidenceError} `EVIDENCE_NOTE_MALFORMED`
 */
export async function checkpointImprint(note: string): Promise<MessageImprint> {
  return { algorithm: 'SHA-256', value: await digest('SHA-256', encodeUtf8(parseSignedNote(note).text)) };
}

/**
 * What the time-stamp of a checkpoint says, or its first fault.
 *
 * @param token DER of an RFC 3161 token
 * @throws {@link EvidenceError} `EVIDENCE_NOTE_MALFORMED`
 */
export async function verifyCheckpointTimestamp(
  note: string,
  token: Uint8Array,
  check: TimestampCheck = {},
): ReturnType<typeof verifyTimestampToken> {
  return verifyTimestampToken(token, await checkpointImprint(note), check);
}
