import { type Bytes, encodeUtf8 } from '@sealkit/core/bytes';
import { type TimestampCheck, verifyTimestampToken } from '@sealkit/core/cades';
import { digest } from '@sealkit/core/crypto';
import { parseSignedNote } from '@sealkit/core/evidence';
import type { MessageImprint } from '@sealkit/core/ports';

/** What a checkpoint's time-stamp is over: the text of the note, whoever has signed it. @throws `EvidenceError` */
export async function checkpointImprint(note: string): Promise<MessageImprint> {
  return { algorithm: 'SHA-256', value: await digest('SHA-256', encodeUtf8(parseSignedNote(note).text)) };
}

/** Whether a kept token, if there is one, is a time-stamp of the checkpoint. @throws `EvidenceError` */
export async function isTimestampSound(
  { note, timestampToken }: { readonly note: string; readonly timestampToken: Bytes | null },
  check: TimestampCheck,
): Promise<boolean> {
  return timestampToken === null || !('fault' in (await verifyTimestampToken(timestampToken, await checkpointImprint(note), check)));
}
