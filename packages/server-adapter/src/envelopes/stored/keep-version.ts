import { type Bytes, type ByteSource, concatSources, memorySource } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { PortError } from '@sealkit/core/ports';
import { VALIDATION_POLICIES, validateDocument, type ValidationReport } from '@sealkit/core/validation';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { nodeDigestEngine } from '../../bytes/index.ts';
import type { CompletedRevision, UseRecord } from '../../storage/records.ts';
import { assertStorage, openStoredDocument } from './stored-document.ts';

/** Octets that are read at once. */
const PART = 1 << 20;

/**
 * Keeps the finished document of a use in a stored envelope, if the whole of it holds: read as a validator reads it, the new signature
 * covers the file, and every earlier one is as whole as it was. Nothing is kept otherwise. In a hash-only envelope there is nothing to keep.
 *
 * @returns whether the document holds.
 */
export async function keepVersion(context: AdapterContext, use: UseRecord, { bytes, fileDigest }: CompletedRevision): Promise<boolean> {
  const { tenant, envelopeId } = use;
  const envelope = await context.store.transaction((tx) => tx.envelopes.find(tenant, envelopeId), { readOnly: true });
  if (envelope?.storage !== 'stored') return true;
  const finished = await finishedSource(context, use, bytes);
  if (finished === undefined || !(await isIntact(context, use, finished, fileDigest))) return false;
  await assertStorage(context).put({ tenant, digest: fileDigest, length: finished.size }, partsOf(finished));
  return true;
}

/** The document that was signed with its revision; undefined where the store does not have it as it was any more. */
async function finishedSource(context: AdapterContext, { tenant, act }: UseRecord, revision: Bytes): Promise<ByteSource | undefined> {
  try {
    return concatSources(await openStoredDocument(context, tenant, act.originalDigest), memorySource(revision));
  } catch (error) {
    if (error instanceof AdapterError && error.code === 'DOCUMENT_BROKEN') return undefined;
    throw error;
  }
}

async function isIntact(context: AdapterContext, { prepared }: UseRecord, finished: ByteSource, fileDigest: string): Promise<boolean> {
  const report = await validateReadable(context, finished);
  if (report === undefined) return false;
  const { document, signatures } = report;
  const covers = signatures.some(
    ({ coverage, indication, integrity, byteRangeDigest }) =>
      coverage === 'whole-file' &&
      integrity === 'intact' &&
      // Whom to trust is the validator's to say; statement, permit and places hold or do not.
      indication !== 'TOTAL-FAILED' &&
      byteRangeDigest === prepared.messageDigest,
  );
  return document.integrity === 'intact' && document.digest === fileDigest && covers;
}

/** What a validator says of the file; undefined where it cannot read it. */
async function validateReadable(context: AdapterContext, finished: ByteSource): Promise<ValidationReport | undefined> {
  try {
    return await validateDocument(finished, {
      policy: VALIDATION_POLICIES.basic,
      trust: context.trust,
      validationTime: context.clock.now(),
      engine: nodeDigestEngine,
    });
  } catch (error) {
    if (error instanceof SealkitError && !(error instanceof PortError)) return undefined;
    throw error;
  }
}

/** A source in parts, in order. */
export async function* partsOf(source: ByteSource): AsyncGenerator<Bytes, void> {
  for (let start = 0; start < source.size; start += PART) yield source.read(start, Math.min(start + PART, source.size));
}
