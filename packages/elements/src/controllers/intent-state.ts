import type {
  AuthenticatorActView,
  IntentBatchView,
  IntentMethod,
  IntentMethodList,
  IntentRequest,
  IntentView,
  UseChallenge,
} from '@sealkit/core/protocol';
import type { ClientCallOptions, SealClient } from '../client/seal-client.ts';
import type { FailureCode } from './failure-code.ts';
import type { AskedIntent } from './given-intent.ts';

export type OfferedMethod = IntentMethodList['methods'][number];

/** What a person confirms. */
export interface IntentSubject {
  /** A use of a seal or a signature, a batch of them, or a change of what the person confirms with. */
  readonly kind: 'use' | 'batch' | 'change';
  /** Methods that it takes. */
  readonly methods: readonly IntentMethod[];
  /** The digest whose end a message repeats. */
  readonly digest: string;
  begin(request: IntentRequest, options: ClientCallOptions): Promise<IntentView>;
}

/** One act, or several at once. */
export function subjectOfAsked(client: SealClient, asked: AskedIntent): IntentSubject {
  return 'batchId' in asked ? subjectOfBatch(client, asked) : subjectOfUse(client, asked);
}

function subjectOfBatch(client: SealClient, { batchId, methods, act }: IntentBatchView): IntentSubject {
  return { kind: 'batch', methods, digest: act.root, begin: (request, options) => client.startBatchIntent(batchId, request, options) };
}

function subjectOfUse(client: SealClient, { useId, methods, act }: UseChallenge): IntentSubject {
  return { kind: 'use', methods, digest: act.originalDigest, begin: (request, options) => client.startIntent(useId, request, options) };
}

export function subjectOfChange(client: SealClient, { id, methods, challenge }: AuthenticatorActView): IntentSubject {
  return {
    kind: 'change',
    methods,
    digest: challenge,
    begin: (request, options) => client.startAuthenticatorProof(id, request, options),
  };
}

/** Everything that is known of one confirmation by the person. Replaced as a whole on every change. */
export interface IntentState {
  readonly subject: IntentSubject | null;
  readonly list: IntentMethodList | null;
  readonly chosen: IntentMethod | null;
  /** The proof that was begun, as long as it can be finished. */
  readonly intent: IntentView | null;
  /** `device`: the browser asks. `away`: the person is at the provider's page. */
  readonly work: 'loading' | 'starting' | 'device' | 'away' | 'checking' | null;
  readonly code: string;
  readonly codeMissing: boolean;
  /** An authenticator was set up just now: the code that it gave then serves no more. */
  readonly fresh: boolean;
  /** What the server said last of the tries that this proof takes; null before a wrong answer. */
  readonly triesLeft: number | null;
  /** No answer of a kind that could be guessed is taken from this account for a while. */
  readonly locked: boolean;
  readonly failure: FailureCode | null;
}

export const IDLE_INTENT: IntentState = {
  subject: null,
  list: null,
  chosen: null,
  intent: null,
  work: null,
  code: '',
  codeMissing: false,
  fresh: false,
  triesLeft: null,
  locked: false,
  failure: null,
};

/** The methods that this act takes and the deployment offers: those that can be used now first, then the strongest. */
export function offeredMethods(
  { subject, list }: Pick<IntentState, 'subject' | 'list'>,
  browser: BrowserAbilities,
): readonly OfferedMethod[] {
  const usable = (method: OfferedMethod): number => (canUse(method, browser) ? (method.ready ? 2 : 1) : 0);
  return (list?.methods ?? [])
    .filter(({ method }) => subject?.methods.includes(method) === true)
    .toSorted((left, right) => usable(right) - usable(left) || right.assurance - left.assurance);
}

/** What this browser can do. */
export interface BrowserAbilities {
  readonly passkeys: boolean;
}

export function canUse({ form }: Pick<OfferedMethod, 'form'>, { passkeys }: BrowserAbilities): boolean {
  return form === 'passkey' ? passkeys : form !== 'other';
}

export function chosenMethod({ list, chosen }: Pick<IntentState, 'list' | 'chosen'>): OfferedMethod | null {
  return list?.methods.find(({ method }) => method === chosen) ?? null;
}

/** The digits of what was typed or pasted, those of full width too; what stands between them is left out. */
export function codeDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/\D/g, '').slice(0, CODE_LENGTH);
}

export const CODE_LENGTH = 6;
