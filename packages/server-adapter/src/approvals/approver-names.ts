import type { Approver } from '@sealkit/core/seal';
import type { ApprovalRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** Whose decision a request waits for, with names from the register; a role is named by itself. */
export async function nameApprovers(
  tx: StoreTransaction,
  { tenant, waitingFor }: Pick<ApprovalRecord, 'tenant' | 'waitingFor'>,
): Promise<readonly (Approver & { readonly name: string })[]> {
  const named: (Approver & { readonly name: string })[] = [];
  for (const token of waitingFor) {
    const approver = approverOf(token);
    const person = approver.type === 'person' ? await tx.register.findPerson(tenant, approver.id) : undefined;
    named.push({ ...approver, name: person?.name ?? approver.id });
  }
  return named;
}

/** An approver as one text, as the store looks for it. */
export function waitingToken({ type, id }: Approver): string {
  return `${type}:${id}`;
}

function approverOf(token: string): Approver {
  const [type, ...id] = token.split(':');
  return { type: type === 'role' ? 'role' : 'person', id: id.join(':') };
}
