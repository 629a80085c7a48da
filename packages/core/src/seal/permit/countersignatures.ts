import { decodeBase64 } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { findPasskeyFault, type PasskeyFault } from '../intent/passkey-assertion.ts';
import type { PermitPayload } from './payloads.ts';
import { permitRequestDigest } from './permit-digests.ts';

/** What an approver's passkey answered, and how it verified over the request of this permit. */
export interface CountersignatureFacts {
  readonly person: string;
  readonly rpId: string;
  /** COSE algorithm. */
  readonly algorithm: number;
  /** SHA-256 of the key's SubjectPublicKeyInfo; null with a fault. Whose key it is, the register says. */
  readonly key: string | null;
  readonly fault: PasskeyFault | null;
}

type WithoutPrefix<Fault> = Fault extends `ASSERTION_${infer Rest}` ? Rest : never;

export type CountersignatureFault =
  | 'COUNTERSIGNATURE_MISSING'
  | 'COUNTERSIGNATURE_KEY_SHARED'
  | `COUNTERSIGNATURE_${WithoutPrefix<PasskeyFault>}`;

/** Verifies each assertion among the approvals of a permit, in their order, over what the approvers were asked; offline. */
export async function observeCountersignatures(permit: PermitPayload, engine?: DigestEngine): Promise<readonly CountersignatureFacts[]> {
  const countersigned = permit.approvals.flatMap(({ person, assertion }) => (assertion === undefined ? [] : [{ person, assertion }]));
  if (countersigned.length === 0) return [];
  const challenge = await permitRequestDigest(permit);
  return Promise.all(
    countersigned.map(async ({ person, assertion }) => {
      const fault = await findPasskeyFault({ ...assertion }, challenge, engine);
      const { rpId, algorithm, publicKey } = assertion;
      return { person, rpId, algorithm, key: fault === null ? await digestText('SHA-256', decodeBase64(publicKey)) : null, fault };
    }),
  );
}

/**
 * The first thing that is wrong with the countersignatures of a permit, and whose; null where nothing is. Where the permit's policy
 * asks for them, no approval is without one; and no two persons answer with the same key. Pure.
 */
export function findCountersignatureFault(
  { approvals, approvalPolicy }: Pick<PermitPayload, 'approvals' | 'approvalPolicy'>,
  facts: readonly CountersignatureFacts[],
): { readonly fault: CountersignatureFault; readonly person: string | null } | null {
  if (approvalPolicy !== undefined) {
    const missing = approvals.find(({ person }) => !facts.some((fact) => fact.person === person));
    if (missing !== undefined || approvals.length === 0) return { fault: 'COUNTERSIGNATURE_MISSING', person: missing?.person ?? null };
  }
  for (const { person, fault, key } of facts) {
    if (fault !== null) return { fault: FAULTS[fault], person };
    if (facts.some((other) => other.key === key && other.person !== person)) return { fault: 'COUNTERSIGNATURE_KEY_SHARED', person };
  }
  return null;
}

const FAULTS: Readonly<Record<PasskeyFault, CountersignatureFault>> = {
  ASSERTION_MALFORMED: 'COUNTERSIGNATURE_MALFORMED',
  ASSERTION_CHALLENGE: 'COUNTERSIGNATURE_CHALLENGE',
  ASSERTION_ORIGIN: 'COUNTERSIGNATURE_ORIGIN',
  ASSERTION_USER_NOT_VERIFIED: 'COUNTERSIGNATURE_USER_NOT_VERIFIED',
  ASSERTION_ALGORITHM_UNKNOWN: 'COUNTERSIGNATURE_ALGORITHM_UNKNOWN',
  ASSERTION_SIGNATURE: 'COUNTERSIGNATURE_SIGNATURE',
};
