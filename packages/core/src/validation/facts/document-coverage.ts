import { materialOfSignedData } from '../../cades/index.ts';
import type { SignedData } from '../../cms/index.ts';
import { readSecurityStore } from '../../pades/index.ts';
import { PdfError } from '../../pdf/index.ts';
import { type EvidenceId, signatureId, timestampId } from './evidence-id.ts';
import type { GatherContext } from './gather-context.ts';
import type { SignatureFacts } from './validation-facts.ts';

/** A signature with the container that it was read from. */
export interface ReadSignature {
  readonly facts: SignatureFacts;
  /** Undefined where the container cannot be read. */
  readonly signedData: SignedData | undefined;
}

/**
 * What each document time-stamp proves the existence of: the signatures of earlier revisions with all that lies in them, and the
 * security store as its own revision has it.
 *
 * @see EN 319 102-1 §5.6.2.3; ISO 32000-2 §12.8.5
 */
export async function withCoverage(context: GatherContext, all: readonly ReadSignature[]): Promise<readonly SignatureFacts[]> {
  const inside = new Map<number, readonly EvidenceId[]>();
  const stores = new Map<number, Promise<readonly EvidenceId[]>>();
  const insideOf = async ({ signedData }: ReadSignature, index: number): Promise<readonly EvidenceId[]> => {
    const known = inside.get(index);
    if (known !== undefined || signedData === undefined) return known ?? [];
    const names = await context.material.add(materialOfSignedData(signedData), 'document');
    inside.set(index, names);
    return names;
  };
  const covered: SignatureFacts[] = [];
  for (const { facts } of all) {
    const revision = facts.byteRange?.revision ?? null;
    if (facts.kind !== 'document-time-stamp' || revision === null) {
      covered.push(facts);
      continue;
    }
    const store = stores.get(revision) ?? storeNames(context, revision);
    stores.set(revision, store);
    const names = new Set<EvidenceId>(await store);
    for (const [index, other] of all.entries()) {
      const before = other.facts.byteRange?.revision ?? null;
      if (before === null || before >= revision) continue;
      names.add(signatureId(index));
      other.facts.timestamps.forEach((_, place) => names.add(timestampId(index, place)));
      for (const name of await insideOf(other, index)) names.add(name);
    }
    covered.push({ ...facts, covers: [...names] });
  }
  return covered;
}

async function storeNames({ document, material, options }: GatherContext, revision: number): Promise<readonly EvidenceId[]> {
  try {
    return await material.add(await readSecurityStore(document.atRevision(revision), options), 'document');
  } catch (error) {
    if (error instanceof PdfError) return [];
    throw error;
  }
}
