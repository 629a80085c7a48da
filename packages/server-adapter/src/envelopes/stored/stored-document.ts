import type { ByteSource } from '@sealkit/core/bytes';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { ObjectStoreError } from '../../objects/object-store-error.ts';
import type { ObjectStore } from '../../objects/object-store.ts';

/** @throws {@link AdapterError} `STORAGE_MISSING` where the deployment keeps no documents */
export function assertStorage({ objects }: AdapterContext): ObjectStore {
  if (objects === null) throw new AdapterError('STORAGE_MISSING');
  return objects;
}

/**
 * A document of a stored envelope.
 *
 * @throws {@link AdapterError} `DOCUMENT_NOT_STORED`; `DOCUMENT_BROKEN` where the store holds something else under the digest
 */
export async function openStoredDocument(context: AdapterContext, tenant: string, digest: string): Promise<ByteSource> {
  try {
    const source = await assertStorage(context).open({ tenant, digest });
    if (source === undefined) throw new AdapterError('DOCUMENT_NOT_STORED');
    return source;
  } catch (cause) {
    throw cause instanceof ObjectStoreError && cause.code === 'OBJECT_BROKEN' ? new AdapterError('DOCUMENT_BROKEN', { cause }) : cause;
  }
}
