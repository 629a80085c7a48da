import { latin1Of, type PdfDict, type PdfObject, integerOf, nameOf } from '../../pdf/index.ts';
import { decodeTextString } from './changes/field-tree.ts';
import { type RevisionSnapshot, dictAt, itemsAt, valueOf } from './changes/revision-step.ts';
import type { SignatureEntry } from './signature-dictionaries.ts';
import type { LockFacts, PermissionFacts } from './validation-facts.ts';

/** What a signature lets later revisions do. @see ISO 32000-2 §12.8.2.2, §12.8.2.4, table 236 */
export function readPermissions(snapshot: RevisionSnapshot, entry: SignatureEntry): PermissionFacts {
  const faults: string[] = [];
  let docMdp: PermissionFacts['docMdp'] = null;
  const locks: LockFacts[] = [];
  for (const item of itemsAt(snapshot, entry.dict, 'Reference') ?? []) {
    const reference = dictOfValue(snapshot, item);
    const parameters = reference && dictAt(snapshot, reference, 'TransformParams');
    const method = reference && nameOf(valueOf(snapshot, reference.entries.get('TransformMethod')));
    if (method === 'DocMDP') {
      if (docMdp !== null) faults.push('DOCMDP_TWICE');
      docMdp = permissionOf(snapshot, parameters, faults);
    } else if (method === 'FieldMDP') {
      locks.push(readLock(snapshot, parameters, 'FieldMDP', faults));
    }
  }
  for (const field of entry.fields) {
    const lock = dictAt(snapshot, field.dict, 'Lock');
    if (lock === undefined) continue;
    locks.push(readLock(snapshot, lock, 'Lock', faults));
    const limit = lock.entries.has('P') ? permissionOf(snapshot, lock, faults) : null;
    if (limit !== null) docMdp = docMdp === null ? limit : strictest(docMdp, limit);
  }
  return { docMdp, locks, secondCertification: false, faults };
}

export function hasDocMdp(snapshot: RevisionSnapshot, dict: PdfDict): boolean {
  return (itemsAt(snapshot, dict, 'Reference') ?? []).some((item) => {
    const reference = dictOfValue(snapshot, item);
    return reference !== undefined && nameOf(valueOf(snapshot, reference.entries.get('TransformMethod'))) === 'DocMDP';
  });
}

export function strictest(left: 1 | 2 | 3, right: 1 | 2 | 3): 1 | 2 | 3 {
  return left < right ? left : right;
}

/** P is 2 where it is absent. */
function permissionOf(snapshot: RevisionSnapshot, parameters: PdfDict | undefined, faults: string[]): 1 | 2 | 3 {
  const raw = parameters?.entries.get('P');
  if (raw === undefined) return 2;
  const value = integerOf(valueOf(snapshot, raw));
  if (value === 1 || value === 2 || value === 3) return value;
  faults.push('DOCMDP_PERMISSION_UNKNOWN');
  return 1;
}

/** A lock that cannot be read locks all fields. */
function readLock(snapshot: RevisionSnapshot, parameters: PdfDict | undefined, source: LockFacts['source'], faults: string[]): LockFacts {
  const action = parameters && nameOf(valueOf(snapshot, parameters.entries.get('Action')));
  const names = parameters && (itemsAt(snapshot, parameters, 'Fields') ?? []).map((item) => textOf(valueOf(snapshot, item)));
  if (action === 'All') return { source, action, fields: [] };
  if ((action === 'Include' || action === 'Exclude') && names !== undefined && names.every((name) => name !== undefined)) {
    return { source, action, fields: names.flatMap((name) => name ?? []) };
  }
  faults.push('FIELD_LOCK_MALFORMED');
  return { source, action: 'All', fields: [] };
}

function textOf(object: PdfObject): string | undefined {
  return latin1Of(object) === undefined || object.kind !== 'string' ? undefined : decodeTextString(object.bytes);
}

function dictOfValue(snapshot: RevisionSnapshot, object: PdfObject): PdfDict | undefined {
  const value = valueOf(snapshot, object);
  return value.kind === 'dict' ? value : undefined;
}
