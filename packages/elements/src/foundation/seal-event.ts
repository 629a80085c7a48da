/** What made a state change: a pointer, the keyboard, or a call from the host. */
export type EventSource = 'pointer' | 'keyboard' | 'api';

/**
 * Base of every event: bubbles and crosses shadow roots. Typed fields stand on the subclass; there is no `detail`. An event
 * is a notice to the page, never evidence: the receipt it carries is what a host checks.
 */
export class SealEvent extends Event {
  constructor(type: `seal-${string}`, options: { readonly cancelable?: boolean } = {}) {
    super(type, { bubbles: true, composed: true, cancelable: options.cancelable ?? false });
  }
}
