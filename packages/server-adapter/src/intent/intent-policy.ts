import type { IntentMethod, IntentPolicy } from '@sealkit/core/protocol';
import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { StoreTransaction } from '../storage/store.ts';
import type { IntentProvider } from './intent-provider.ts';

/** The strictest of each member. */
export function strictestPolicy(first: IntentPolicy, ...others: readonly IntentPolicy[]): IntentPolicy {
  return others.reduce(
    (left, right): IntentPolicy => ({
      minimumAssurance: left.minimumAssurance > right.minimumAssurance ? left.minimumAssurance : right.minimumAssurance,
      methods: commonMethods(left.methods, right.methods),
      maximumAge: leastAge(left.maximumAge, right.maximumAge),
      commitment: left.commitment || right.commitment,
      batch: left.batch === true && right.batch === true,
      ...(left.verifiedPerson === true || right.verifiedPerson === true ? { verifiedPerson: true } : {}),
    }),
    first,
  );
}

/** What a permit says of it: the methods that are offered here and that all policies take; none where they cannot be met. */
export function permitIntentPolicy(policy: IntentPolicy, providers: Iterable<IntentProvider>): PermitIntentPolicy {
  const offered = [{ method: 'confirm', assurance: 0 }, ...providers];
  return {
    required: true,
    methods: offered
      .filter(({ method, assurance }) => assurance >= policy.minimumAssurance && (policy.methods?.includes(method) ?? true))
      .map(({ method }) => method),
    minimumAssurance: policy.minimumAssurance,
    ...(policy.maximumAge === null ? {} : { maximumAge: policy.maximumAge }),
    ...(policy.commitment ? { commitmentType: 'proof-of-approval' as const } : {}),
    ...(policy.batch === true ? { batch: true } : {}),
  };
}

/** What several permits ask for together; no method where they have none in common. */
export function commonPermitPolicy(policies: readonly PermitIntentPolicy[]): PermitIntentPolicy {
  const [first, ...others] = policies;
  const ages = policies.flatMap(({ maximumAge }) => maximumAge ?? []);
  return {
    required: true,
    methods: (first?.methods ?? []).filter((method) => others.every(({ methods }) => methods.includes(method))),
    minimumAssurance: Math.max(0, ...policies.map(({ minimumAssurance }) => minimumAssurance)),
    ...(ages.length === 0 ? {} : { maximumAge: Math.min(...ages) }),
    ...(policies.every(({ batch }) => batch === true) ? { batch: true } : {}),
  };
}

export const sealSubject = (sealNumber: string): string => `seal:${sealNumber}`;
export const envelopeSubject = (envelopeId: string): string => `envelope:${envelopeId}`;

/** What seal, envelope and deployment ask of a use together. */
export async function readIntentPolicy(
  tx: StoreTransaction,
  deployment: IntentPolicy,
  { tenant, sealNumber, envelopeId }: { readonly tenant: string; readonly sealNumber: string | null; readonly envelopeId: string },
): Promise<IntentPolicy> {
  const ofSeal = sealNumber === null ? undefined : await tx.intents.findPolicy(tenant, sealSubject(sealNumber));
  const ofEnvelope = await tx.intents.findPolicy(tenant, envelopeSubject(envelopeId));
  return strictestPolicy(deployment, ...[ofSeal, ofEnvelope].flatMap((record) => record?.policy ?? []));
}

function commonMethods(left: readonly IntentMethod[] | null, right: readonly IntentMethod[] | null): readonly IntentMethod[] | null {
  if (left === null || right === null) return left ?? right;
  return left.filter((method) => right.includes(method));
}

function leastAge(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : Math.min(left, right);
}
