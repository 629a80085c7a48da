import type { JsonValue } from '../../bytes/index.ts';
import { digestOfJson } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { isInBatch } from '../batch-intent/batch-tree.ts';
import type { EvidenceUseFacts } from './evidence-records.ts';
import { agreement, type EvidenceRow, failed } from './evidence-report.ts';
import { memberOf } from './package-contents.ts';

/** What was proven where an intent stands for several acts: the digest of its batch; undefined where it stands for this act alone. */
export function challengeOfBatch(intent: JsonValue): JsonValue | undefined {
  const batch = memberOf(intent, 'batch');
  return batch === undefined ? undefined : (memberOf(batch, 'challenge') ?? null);
}

/**
 * That the batch which was proven is of this person, and that this act is one of it: its challenge stands at its place under the root.
 * Nothing of the other acts is needed, or there.
 */
export async function intentBatchRow(
  tenant: string,
  { id, personId }: EvidenceUseFacts,
  intent: JsonValue,
  engine: DigestEngine | undefined,
): Promise<EvidenceRow> {
  const batch = memberOf(intent, 'batch');
  const statement = memberOf(batch, 'statement');
  const says = (name: string): JsonValue | undefined => memberOf(statement, name);
  const agreed = agreement('use.intent-batch', id, {
    challenge: [statement === undefined ? undefined : await digestOfJson(statement), memberOf(batch, 'challenge')],
    action: [says('action'), 'batch'],
    tenant: [says('tenant'), tenant],
    person: [says('person'), personId],
  });
  if (agreed.status !== 'passed') return agreed;
  const [index, path] = [memberOf(batch, 'index'), memberOf(batch, 'path')];
  const [challenge, count, root] = [memberOf(intent, 'challenge'), says('count'), says('root')];
  const isWhole =
    typeof challenge === 'string' &&
    typeof index === 'number' &&
    typeof count === 'number' &&
    typeof root === 'string' &&
    Array.isArray(path) &&
    path.every((sibling) => typeof sibling === 'string');
  if (!isWhole || !(await isInBatch({ challenge, index, count, path, root }, engine)))
    return failed('use.intent-batch', id, 'NOT_IN_BATCH');
  return { ...agreed, values: { index, count } };
}
