import type { SigningState, SigningStep } from '../controllers/signing-state.ts';
import type { DialogId } from './signing-dialog.messages.ts';

/** A step of the person's own, before a permit is asked for. */
export type StepBefore = 'read' | 'fields' | 'consent';

export interface StepsPresent {
  readonly fields: boolean;
  readonly consent: boolean;
  readonly approval: boolean;
  readonly intent: boolean;
}

const STEPS: readonly SigningStep[] = ['read', 'fields', 'consent', 'approval', 'confirm', 'intent', 'result'];

/** The row of steps: some stand in it only where there are such. */
export function stepsOf(present: StepsPresent): readonly SigningStep[] {
  return STEPS.filter((step) => (step in present ? present[step as keyof StepsPresent] : true));
}

/** What stands after or before a step among those before the permit; null where there is none. */
export function besideStep(step: SigningStep, present: Pick<StepsPresent, 'fields' | 'consent'>, direction: 1 | -1): StepBefore | null {
  const all: readonly StepBefore[] = [
    'read',
    ...(present.fields ? ['fields' as const] : []),
    ...(present.consent ? ['consent' as const] : []),
  ];
  const at = all.findIndex((each) => each === step);
  return at < 0 ? null : (all[at + direction] ?? null);
}

/** The heading of a step; null for reading, which is headed by the name of the document. */
export function titleId({ step, request }: Pick<SigningState, 'step' | 'request'>): DialogId | null {
  const sealed = request?.sealNumber !== null;
  switch (step) {
    case 'read':
      return null;
    case 'fields':
      return 'titleFields';
    case 'consent':
      return 'titleConsent';
    case 'approval':
      return 'titleApproval';
    case 'confirm':
      return sealed ? 'titleConfirm' : 'titleConfirmSignature';
    case 'intent':
      return 'titleIntent';
    case 'result':
      return sealed ? 'titleResult' : 'titleResultSignature';
  }
}
