import { type CallOptions, equalBytes } from '../../bytes/index.ts';
import { digestSource } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { type Outcome, failed, indeterminate, notApplicable, passed } from '../checks/check.ts';
import type { ReferenceFacts } from '../facts/container-facts.ts';
import type { AsicContainer, ContainerProof } from './asic-container.ts';

export interface ReferenceOptions extends CallOptions {
  readonly engine?: DigestEngine;
}

/** Whether each object that a manifest lists is there, and has the digest that stands there. @see ETSI EN 319 162-1 §4.4.4, §A.4 */
export async function readReferences(
  { references }: Pick<ContainerProof, 'references'>,
  { entries, contents }: Pick<AsicContainer, 'entries' | 'contents'>,
  options: ReferenceOptions,
): Promise<readonly ReferenceFacts[]> {
  const found: ReferenceFacts[] = [];
  for (const { name, algorithm, digest } of references) {
    const entry = entries.get(name);
    if (entry === undefined) found.push({ name, state: 'missing' });
    else if (algorithm === undefined) found.push({ name, state: 'weak-digest' });
    else {
      const same = equalBytes(await digestSource(algorithm, await contents.source(entry, options), options), digest);
      found.push({ name, state: same ? 'same' : 'changed' });
    }
  }
  return found;
}

/** What the references of a manifest say of the signature over it. */
export function judgeReferences(references: readonly ReferenceFacts[]): Outcome {
  if (references.length === 0) return notApplicable('CONTAINER_WITHOUT_MANIFEST');
  const named = (state: ReferenceFacts['state']): readonly string[] =>
    references.filter((reference) => reference.state === state).map(({ name }) => name);
  const [changed, missing, weak] = [named('changed'), named('missing'), named('weak-digest')];
  if (changed.length > 0) return failed('HASH_FAILURE', 'CONTAINER_OBJECT_CHANGED', { objects: changed });
  if (missing.length > 0) return indeterminate('SIGNED_DATA_NOT_FOUND', 'CONTAINER_OBJECT_MISSING', { objects: missing });
  if (weak.length > 0) return indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE', 'CONTAINER_DIGEST_UNSUITABLE', { objects: weak });
  return passed({ objects: references.map(({ name }) => name) });
}
