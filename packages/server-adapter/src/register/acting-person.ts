import { AUDITOR_ROLE } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import { AdapterError } from '../adapter-error.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { PersonRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** Whether an emergency stop stands against a person now. */
export function isStopped({ stopped }: PersonRecord): boolean {
  return stopped !== null && stopped.liftedAt === null;
}

/** Why a person changes nothing in the register, whatever the host allows: unknown, stopped, or an auditor. */
export function findActingFault(person: PersonRecord | undefined): ProblemCode | null {
  if (person === undefined) return 'PERSON_NOT_REGISTERED';
  if (isStopped(person)) return 'PERSON_STOPPED';
  return person.roles.includes(AUDITOR_ROLE) ? 'AUDITOR_MAY_NOT_ACT' : null;
}

/** @throws {@link AdapterError} `PERSON_NOT_REGISTERED`, `PERSON_STOPPED`, `AUDITOR_MAY_NOT_ACT` */
export async function assertMayAct(tx: StoreTransaction, { tenant, personId }: Principal): Promise<PersonRecord> {
  const person = await tx.register.findPerson(tenant, personId);
  const fault = findActingFault(person);
  if (fault !== null || person === undefined) throw new AdapterError(fault ?? 'PERSON_NOT_REGISTERED');
  return person;
}
