import type { ByteSource } from '@sealkit/core/bytes';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { assertMayWith, findEnvelope } from '../find-envelope.ts';
import { openStoredDocument } from './stored-document.ts';
import { lookFirst } from '../../storage/look-first.ts';

/** A version of a stored document for download. */
export interface StoredDocument {
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly source: ByteSource;
}

/**
 * One version of the document of a stored envelope, the last one where none is named, for whoever opened it and its parties, where
 * the host lets them: an administrator of the host reads no contracts here.
 *
 * @throws {@link AdapterError} `ENVELOPE_NOT_STORED`, `DOCUMENT_NOT_STORED` also for a version that there is not
 */
export async function readStoredDocument(
  context: AdapterContext,
  principal: Principal,
  id: string,
  version?: number,
): Promise<StoredDocument> {
  const place = await assertMayWith(context, principal, 'envelope.download', id);
  if (place === 'administrator') throw new AdapterError('NOT_AUTHORIZED', { values: { action: 'envelope.download' } });
  const { tenant } = principal;
  const envelope = await lookFirst(context.store, (tx) => findEnvelope(tx, tenant, id, context.clock.now()));
  if (envelope.storage !== 'stored') throw new AdapterError('ENVELOPE_NOT_STORED');
  const found = version === undefined ? envelope.versions.at(-1) : envelope.versions.find((one) => one.version === version);
  // Octets of the same digest may lie there for another envelope: whoever names a digest has not shown that they have the document.
  if (found === undefined || envelope.documentStoredAt === null) throw new AdapterError('DOCUMENT_NOT_STORED');
  return {
    name: envelope.name,
    version: found.version,
    digest: found.digest,
    source: await openStoredDocument(context, tenant, found.digest),
  };
}
