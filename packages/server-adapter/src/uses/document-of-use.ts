import { digestOriginal } from '@sealkit/core/pades';
import { parseDigest } from '@sealkit/core/crypto';
import type { UseRequest } from '@sealkit/core/protocol';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { frameOfStored, openStoredVersion } from '../envelopes/stored/frame-of-stored.ts';
import type { PermitGrounds } from '../permits/permit-grounds.ts';
import { type DocumentOfUse, findUseRequestFault } from './use-request-fault.ts';

/**
 * Step 3 of explained signing: frame and hash state of the very document that the permit names. In a hash-only envelope the page sends
 * them; in a stored one the server takes them itself, with the functions that the page uses, and a page that sends others is refused.
 *
 * @throws {@link AdapterError} with the first thing that does not fit; what core refuses about the document passes through.
 */
export async function documentOfUse(context: AdapterContext, grounds: PermitGrounds, request: UseRequest): Promise<DocumentOfUse> {
  const { payload } = grounds.permit;
  const { frame, state } = request;
  const sent = frame === undefined || state === undefined ? undefined : { frame, state };
  if (sent !== undefined) await assertFits(sent, grounds);
  if (grounds.envelope.storage !== 'stored') {
    if (sent === undefined)
      throw new AdapterError('BODY_MALFORMED', { detail: 'expected frame and hash state, the document is not stored' });
    return sent;
  }
  const source = await openStoredVersion(context, grounds.envelope, payload.document.digest);
  const { algorithm } = parseDigest(payload.document.digest);
  const { state: ownState } = await digestOriginal(source, algorithm);
  const { frame: ownFrame, mode } = await frameOfStored(source, payload);
  if (mode !== (payload.frameMode ?? 'explained')) throw new AdapterError('FRAME_MISMATCH');
  const own = { frame: ownFrame, state: ownState };
  await assertFits(own, grounds);
  return own;
}

async function assertFits(document: DocumentOfUse, { permit }: PermitGrounds): Promise<void> {
  const fault = await findUseRequestFault(document, permit.payload);
  if (fault !== null) throw new AdapterError(fault);
}
