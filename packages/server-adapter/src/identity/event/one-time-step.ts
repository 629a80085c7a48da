import { systemClock } from '../../system-clock.ts';
import { appendEvent } from '../../audit/audit-event.ts';
import type { Clock, KeyStoreContext } from '@sealkit/core/ports';
import type { CredentialRecord } from '../../storage/records.ts';
import type { Store } from '../../storage/store.ts';

/** One step in the life of a key that signs once: digests and ids alone. */
export interface OneTimeStep {
  readonly type: 'one-time-key-made' | 'one-time-certificate-issued' | 'one-time-signature-made' | 'one-time-key-destroyed';
  readonly context: KeyStoreContext;
  readonly facts: Readonly<Record<string, string>>;
  /** Of `one-time-key-made`: how long it waits, and what finds it again where it lives outside of the process. */
  readonly key?: { readonly until: Date; readonly reference: string | null };
  /** Of `one-time-certificate-issued`. */
  readonly credential?: CredentialRecord;
}

/** Writes a step down; what it stands for goes on when that is durable. */
export type RecordOneTimeStep = (step: OneTimeStep) => Promise<void>;

/** Steps as events of their envelope. */
export function auditOneTimeSteps({ store, clock = systemClock }: { readonly store: Store; readonly clock?: Clock }): RecordOneTimeStep {
  return async ({ type, context, facts }) => {
    await store.transaction((tx) =>
      appendEvent(tx, {
        tenant: context.tenant,
        envelopeId: context.envelopeId,
        sealNumber: null,
        type,
        time: clock.now(),
        actor: context.actor,
        body: facts,
      }),
    );
  };
}
