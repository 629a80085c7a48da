import { isDeepStrictEqual } from 'node:util';
import { digestText } from '@sealkit/core/crypto';
import { type Bytes, encodeUtf8 } from '@sealkit/core/bytes';
import { parsePermit } from '@sealkit/core/seal';
import { verifyRegisterStatement } from '@sealkit/core/validation';
import type { PermitRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { isAlteredUse } from '../../uses/use-alteration.ts';
import { CheckNotes, type DoctorCheckResult } from '../doctor-report.ts';
import { idsOf } from '../ids-of.ts';
import { readable } from '../readable.ts';
import type { Snapshot } from '../snapshot.ts';

/** Each use against its events, and the permit that it has spent. */
export async function examineUses(snapshot: Snapshot): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('uses');
  for (const tenant of snapshot.tenants) {
    for await (const id of idsOf(snapshot, tenant, 'uses')) {
      notes.examine();
      const code = await readable(notes, tenant, `use ${id}`, () => snapshot.store.transaction((tx) => faultOfUse(tx, tenant, id)));
      if (code !== undefined && code !== null) notes.find(tenant, `use ${id}`, code);
    }
  }
  return notes.result();
}

async function faultOfUse(tx: StoreTransaction, tenant: string, id: string): Promise<string | null> {
  const use = await tx.uses.find(tenant, id);
  if (use === undefined || (await isAlteredUse(tx, use))) return 'USE_ALTERED';
  const permit = await tx.permits.find(tenant, use.permitId);
  if (permit === undefined) return 'PERMIT_MISSING';
  if (permit.digest !== use.act.permit) return 'PERMIT_DIFFERS';
  return use.useEvent !== null && permit.usedBy !== id ? 'PERMIT_NOT_SPENT' : null;
}

/** Whose word permits are. */
export interface RegisterTrust {
  /** DER of the register's anchors; without it its signatures are not verified. */
  readonly registers?: readonly Bytes[] | undefined;
}

/** Each permit as it was signed, its event, and the one use that spent it. */
export async function examinePermits(snapshot: Snapshot, { registers }: RegisterTrust = {}): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('permits');
  if (registers === undefined) notes.remark('signatures of the register were not verified: --trust-register names its anchor');
  for (const tenant of snapshot.tenants) {
    for await (const id of idsOf(snapshot, tenant, 'permits')) {
      notes.examine();
      const code = await readable(notes, tenant, `permit ${id}`, () =>
        snapshot.store.transaction((tx) => faultOfPermit(tx, { tenant, id, registers })),
      );
      if (code !== undefined && code !== null) notes.find(tenant, `permit ${id}`, code);
    }
  }
  return notes.result();
}

interface PermitQuery extends RegisterTrust {
  readonly tenant: string;
  readonly id: string;
}

async function faultOfPermit(tx: StoreTransaction, { tenant, id, registers }: PermitQuery): Promise<string | null> {
  const permit = await tx.permits.find(tenant, id);
  if (permit === undefined || !(await isAsSigned(permit))) return 'PERMIT_DIFFERS';
  if (registers !== undefined && !(await isOfRegister(permit, registers))) return 'PERMIT_SIGNATURE_INVALID';
  const events = await tx.audit.listEvents({ tenant, of: { chain: permit.envelopeId }, limit: MAX_EVENTS });
  const issued = events.find(({ type, body }) => type === 'permit-issued' && body['permitId'] === id);
  if (issued?.body['permit'] !== permit.digest || issued.actor !== permit.personId) return 'PERMIT_WITHOUT_EVENT';
  const confirmed = events.find(({ type, body }) => type === 'use' && body['permitId'] === id);
  if (permit.usedBy === null) return confirmed === undefined ? null : 'PERMIT_NOT_SPENT';
  const use = await tx.uses.find(tenant, permit.usedBy);
  const isSpent = use?.permitId === id && use.useEvent !== null && use.useEvent.id === confirmed?.id;
  return isSpent ? null : 'PERMIT_SPENT_BY_NOTHING';
}

async function isOfRegister({ compact }: PermitRecord, registers: readonly Bytes[]): Promise<boolean> {
  const { verdict } = await verifyRegisterStatement({
    compact,
    parse: parsePermit,
    registers,
    at: ({ notBefore }) => new Date(notBefore),
  });
  return verdict.indication === 'PASSED';
}

/** Events of one envelope. */
const MAX_EVENTS = 1_000_000;

async function isAsSigned(permit: PermitRecord): Promise<boolean> {
  if ((await digestText('SHA-256', encodeUtf8(permit.compact))) !== permit.digest) return false;
  const { payload } = parsePermit(permit.compact);
  return isDeepStrictEqual(payload, permit.payload) && payload.person === permit.personId && payload.envelopeId === permit.envelopeId;
}
