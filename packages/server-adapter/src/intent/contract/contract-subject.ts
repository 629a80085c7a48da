import type { IntentAnswer } from '@sealkit/core/protocol';
import type { EnrolledAuthenticator, IntentContext, IntentProvider, StartedIntent, StartIntentRequest } from '../intent-provider.ts';

/** What an implementer hands to the contract, new for each case. */
export interface IntentContractSubject {
  readonly provider: IntentProvider;
  readonly now: Date;
  /** What the person has enrolled, confirmed; empty where nothing is. */
  enrol(context: IntentContext): Promise<readonly EnrolledAuthenticator[]>;
  /** What the person answers who means it, at the place where the provider asks. */
  answer(request: StartIntentRequest, started: StartedIntent): Promise<IntentAnswer>;
  /** An answer of the right form that proves nothing. */
  readonly wrong: IntentAnswer;
  /**
   * Whether the provider itself finds that an answer was for another act. Where it does not, the server's proof alone binds the answer
   * to the act.
   */
  readonly bindsStatement: boolean;
  /** Texts that nobody may read in a state or a finding: codes that were sent, keys, numbers. */
  secrets(): readonly string[];
}

/** One promise of the port, checked on a subject of its own. */
export interface IntentContractCase {
  readonly title: string;
  readonly run: (subject: IntentContractSubject) => Promise<void>;
}
