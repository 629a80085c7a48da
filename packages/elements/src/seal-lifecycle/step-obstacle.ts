import type { SealView } from '@sealkit/core/protocol';
import type { LifecycleId } from './seal-lifecycle.messages.ts';

/**
 * Why a step cannot be taken, by the id of its words; null when it can. The host's rules stand in the step itself; the seal says
 * the rest: what waits for a second person, what the seal maker does, what the first version still lacks.
 */
export function stepObstacle(seal: SealView, step: SealView['transitions'][number], person: string | null): `why-${string}` | null {
  const { pendingTransition, prepared } = seal;
  if (!step.allowed) return `why-${step.reason ?? 'NOT_AUTHORIZED'}`;
  if (pendingTransition?.to === step.to && pendingTransition.by.id === person) return 'why-SECOND_PERSON_REQUIRED';
  if (step.to === 'produced') return 'why-MADE_BY_MAKER' satisfies LifecycleId;
  if (seal.state !== 'produced' || step.to !== 'active') return null;
  if (prepared === null) return 'why-NO_CURRENT_VERSION' satisfies LifecycleId;
  return prepared.like.length > 0 && !prepared.likenessAccepted ? ('why-LIKENESS_OPEN' satisfies LifecycleId) : null;
}
