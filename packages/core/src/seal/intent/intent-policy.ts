import { type JsonValue, memberOf } from '../../bytes/index.ts';
import type { PermitIntentPolicy } from '../permit/payloads.ts';

/** Why a permit does not take this way of confirming; null where it does. */
export type IntentPolicyFault = 'METHOD_REFUSED' | 'BATCH_REFUSED';

/** Holds the method, the assurance and the batch that a proof of intent names against what its permit asks for. */
export function findIntentPolicyFault(proof: JsonValue, policy: PermitIntentPolicy): IntentPolicyFault | null {
  const [method, assurance] = [memberOf(proof, 'method'), memberOf(proof, 'assurance')];
  const taken = typeof method === 'string' && policy.methods.includes(method);
  const enough = typeof assurance === 'number' && assurance >= policy.minimumAssurance;
  if (!taken || !enough) return 'METHOD_REFUSED';
  return memberOf(proof, 'batch') !== undefined && policy.batch !== true ? 'BATCH_REFUSED' : null;
}
