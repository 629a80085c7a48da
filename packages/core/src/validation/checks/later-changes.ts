import { type ChangeFact, isLevelWithin, worstLevel } from '../facts/changes/change-fact.ts';
import { strictest } from '../facts/permission-facts.ts';
import type { DocumentFacts, LockFacts, SignatureFacts } from '../facts/validation-facts.ts';
import type { ChangeFinding, ChangeLevel, LaterChanges, ValidationPolicy } from '../report/report.ts';

const LEVEL_OF_PERMISSION: Readonly<Record<1 | 2 | 3, ChangeLevel>> = { 1: 'validation-material', 2: 'form-filling', 3: 'annotations' };

/**
 * What came after a signature, and whether it may: by its certification or an earlier one, by its locks, and where the
 * document sets no limit by the caller's policy. @see ISO 32000-2 §12.8.2.2, §12.8.2.4
 */
export function judgeLaterChanges(
  signature: SignatureFacts,
  others: readonly SignatureFacts[],
  document: DocumentFacts,
  policy: ValidationPolicy,
): LaterChanges | null {
  const { byteRange } = signature;
  if (signature.dictionary === null) return null;
  const last = document.revisionEnds.length;
  const revision = byteRange?.revision ?? null;
  if (revision === null) return refused([{ code: 'BYTES_NOT_COVERED', level: 'forbidden', revision: last }]);
  if (revision < last && document.changesFault !== null)
    return refused([{ code: document.changesFault, level: 'forbidden', revision: last }]);
  const permission = permissionInForce(signature, others, revision);
  const locks = signature.permissions.locks;
  const findings = document.changes
    .filter((change) => change.revision > revision)
    .map((change) => weigh(change, { revision, permission, locks }));
  const level = worstLevel(findings.map((finding) => finding.level));
  const allowed = permission === null ? policy.permittedChanges : LEVEL_OF_PERMISSION[permission];
  return { level, permitted: level !== 'forbidden' && isLevelWithin(level, allowed), findings };
}

/** Null where neither this signature nor one before it limits what may follow. */
export function permissionInForce(signature: SignatureFacts, others: readonly SignatureFacts[], revision: number): 1 | 2 | 3 | null {
  let permission = signature.permissions.docMdp;
  for (const other of others) {
    const own = other.permissions.docMdp;
    const before = (other.byteRange?.revision ?? Number.POSITIVE_INFINITY) <= revision;
    if (own !== null && before) permission = permission === null ? own : strictest(permission, own);
  }
  return permission;
}

interface Limits {
  readonly revision: number;
  readonly permission: 1 | 2 | 3 | null;
  readonly locks: readonly LockFacts[];
}

function weigh(change: ChangeFact, { revision, permission, locks }: Limits): ChangeFinding {
  const { field, harmlessWhenLocked, newVisibleField, since, ...finding } = change;
  if (since !== undefined && since > revision) return { ...finding, level: 'validation-material' };
  const locked = field !== undefined && harmlessWhenLocked !== true && locks.some((lock) => isLocked(lock, field));
  const uninvited = newVisibleField === true && permission !== null;
  return locked || uninvited ? { ...finding, level: 'forbidden' } : finding;
}

/** A lock on a field holds for the fields below it, not for names that merely begin alike. */
export function isLocked(lock: LockFacts, field: string): boolean {
  const named = lock.fields.some((name) => field === name || field.startsWith(`${name}.`));
  switch (lock.action) {
    case 'All':
      return true;
    case 'Include':
      return named;
    case 'Exclude':
      return !named;
  }
}

function refused(findings: readonly ChangeFinding[]): LaterChanges {
  return { level: 'forbidden', permitted: false, findings };
}
