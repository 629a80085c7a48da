import type { SigningState } from '../controllers/signing-state.ts';
import { SealErrorEvent } from '../seal-provider/seal-provider.events.ts';
import { SealCompleteEvent, SealReadyEvent, SealStepChangeEvent, SealWaitingEvent } from './signing-dialog.events.ts';

/** Events that a change of a signing makes, in the order in which they are told. */
export function eventsOfChange(before: SigningState, state: SigningState): readonly Event[] {
  const events: Event[] = [];
  if (state.reading && state.reading !== before.reading) events.push(new SealReadyEvent(state.reading.digest, state.reading.pages));
  if (state.step !== before.step && state.request) events.push(new SealStepChangeEvent(before.step, state.step));
  if (state.waiting?.approval && !before.waiting)
    events.push(new SealWaitingEvent(state.waiting.approval.id, state.waiting.approval.waitingFor));
  if (state.failure && state.failure !== before.failure) events.push(new SealErrorEvent(state.failure));
  if (state.signed && !before.signed && state.request) events.push(new SealCompleteEvent(state.signed, state.request.document));
  return events;
}
