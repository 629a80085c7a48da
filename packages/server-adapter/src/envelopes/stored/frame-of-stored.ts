import type { ByteSource } from '@sealkit/core/bytes';
import { parseDigest } from '@sealkit/core/crypto';
import { digestOfFrame, type HeldFrame, readHeldFrame } from '@sealkit/core/pades';
import type { PermitRequest } from '@sealkit/core/protocol';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { nodeDigestEngine } from '../../bytes/index.ts';
import { pagesOf } from '../../permits/permit-pages.ts';
import type { EnvelopeRecord } from '../../storage/records.ts';
import { toRefusal } from '../../uses/prepare-revision.ts';
import { openStoredDocument } from './stored-document.ts';

/** What of a request or a permit says which frame is meant. */
export type FramedRequest = Pick<PermitRequest, 'document' | 'placements'>;

/**
 * The mode in which the server reads the frame of a stored document that a permit is asked for; null in a hash-only envelope, where
 * the server has nothing to read.
 *
 * @throws {@link AdapterError} `FRAME_MISMATCH` where the page read another frame, `DOCUMENT_NOT_STORED`, `DOCUMENT_REFUSED`
 */
export async function readFrameMode(
  context: AdapterContext,
  envelope: EnvelopeRecord,
  request: FramedRequest & Pick<PermitRequest, 'frame'>,
): Promise<HeldFrame['mode'] | null> {
  if (envelope.storage !== 'stored') return null;
  const source = await openStoredVersion(context, envelope, request.document.digest);
  const { frame, mode } = await frameOfStored(source, request);
  if ((await digestOfFrame(frame)) !== request.frame) throw new AdapterError('FRAME_MISMATCH');
  return mode;
}

/** The document of a stored envelope that somebody has sent. */
export async function openStoredVersion(context: AdapterContext, envelope: EnvelopeRecord, digest: string): Promise<ByteSource> {
  if (envelope.documentStoredAt === null) throw new AdapterError('DOCUMENT_NOT_STORED');
  return openStoredDocument(context, envelope.tenant, digest);
}

/** The frame as every page that has the document reads it. */
export async function frameOfStored(source: ByteSource, { document, placements }: FramedRequest): Promise<HeldFrame> {
  const { algorithm } = parseDigest(document.digest);
  const options = { algorithm, pages: pagesOf(placements), digest: document.digest, engine: nodeDigestEngine };
  return readHeldFrame(source, options).catch((cause: unknown) => {
    throw toRefusal(cause);
  });
}
