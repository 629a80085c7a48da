import type { IntentMethod, IntentMethodList, IntentView } from '@sealkit/core/protocol';
import type { FailureCode } from './failure-code.ts';
import type { AskedIntent } from './given-intent.ts';

export type OfferedMethod = IntentMethodList['methods'][number];

/** Everything that is known of one confirmation by the person. Replaced as a whole on every change. */
export interface IntentState {
  readonly challenge: AskedIntent | null;
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
  challenge: null,
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
  { challenge, list }: Pick<IntentState, 'challenge' | 'list'>,
  browser: BrowserAbilities,
): readonly OfferedMethod[] {
  const usable = (method: OfferedMethod): number => (canUse(method, browser) ? (method.ready ? 2 : 1) : 0);
  return (list?.methods ?? [])
    .filter(({ method }) => challenge?.methods.includes(method) === true)
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
