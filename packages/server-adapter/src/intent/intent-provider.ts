import type { CallOptions, JsonValue } from '@sealkit/core/bytes';
import type {
  AuthenticatorAct,
  BatchAct,
  EnrolmentView,
  IntentAnswer,
  IntentAssurance,
  IntentForm,
  IntentMethod,
  PasskeyRequestOptions,
  UseChallenge,
} from '@sealkit/core/protocol';

/** Whose proof it is, and when. */
export interface IntentContext {
  readonly tenant: string;
  readonly personId: string;
  /** As the register has it. */
  readonly personName: string;
  readonly now: Date;
}

/** A use of a seal or a signature, a batch of them, or that an authenticator is added or removed. */
export type ProvenAct = UseChallenge['act'] | BatchAct | AuthenticatorAct;

/** The act, or the batch of acts, that a person is asked about. */
export interface IntentStatement {
  /** Id of the use, of the batch, or of the act on an authenticator. */
  readonly useId: string;
  readonly act: ProvenAct;
  /** `sha256:<hex>` over the canonical JSON of `act`: what a proof is bound to. */
  readonly digest: string;
}

/** What a provider keeps of an authenticator that the person enrolled with it. */
export interface EnrolledAuthenticator {
  readonly id: string;
  readonly state: JsonValue;
}

export interface StartIntentRequest {
  readonly context: IntentContext;
  /** Id of this proof, unguessable and never used before. */
  readonly handle: string;
  readonly statement: IntentStatement;
  readonly authenticators: readonly EnrolledAuthenticator[];
  /** What the provider's script in the page says of the device. */
  readonly device?: string;
}

export interface StartedIntent {
  /** What the provider needs to finish; kept by the server, never shown. No code or secret in clear. */
  readonly state: JsonValue;
  readonly expiresAt: Date;
  readonly actionUrl?: string;
  readonly passkey?: PasskeyRequestOptions;
}

export interface FinishIntentRequest extends StartIntentRequest {
  readonly state: JsonValue;
  readonly answer: IntentAnswer;
}

/**
 * What the provider found. `pending`: the person is not done at the provider's page. `failed`: the answer proves nothing. `passed`:
 * the person meant exactly this statement.
 */
export type IntentFinding =
  | { readonly result: 'pending' }
  | { readonly result: 'failed' }
  | {
      readonly result: 'passed';
      /** Who found it, and under which number of theirs. */
      readonly provider: string;
      readonly providerTransaction?: string;
      /** Integers; likeness in thousandths. */
      readonly scores?: Readonly<Record<string, number>>;
      readonly artifacts?: readonly { readonly name: string; readonly mediaType: string; readonly sha256: string }[];
      /** What somebody else can verify: goes into the proof record as it is. No code or secret. */
      readonly raw: { readonly [name: string]: JsonValue };
      /** The authenticator's next state. It is written with the proof, or neither is. */
      readonly authenticator?: EnrolledAuthenticator;
    };

/**
 * One way in which a person confirms an act. The server keeps what is begun, counts tries, and consumes the proof in the
 * transaction of the permit; a provider only asks and finds. Run {@link INTENT_PROVIDER_CONTRACT} on an own one.
 *
 * @throws {@link PortError} of port `intent` where the provider cannot do its work; an answer that proves nothing is a finding.
 */
export interface IntentProvider {
  readonly method: IntentMethod;
  readonly assurance: IntentAssurance;
  readonly form: IntentForm;
  /**
   * How many answers are right at a time, for one authenticator: a wrong one counts so often against the account. 0 where no answer can
   * be guessed.
   */
  readonly rightAnswers: number;
  /** Answers that one proof takes. */
  readonly tries: number;
  /** Where something is sent; null where the person has no such place. Sending is limited by `key`, and `masked` is what is shown. */
  readonly recipient?: (context: IntentContext, call?: CallOptions) => Promise<IntentRecipient | null>;
  /** Authenticators have to be enrolled before a proof. */
  readonly enrolment?: IntentEnrolment;
  /** Where an answer is a signature over any digest of 32 octets: whoever approves a request of another person's gives one over it. */
  readonly countersigning?: Countersigning;
  start(request: StartIntentRequest, call?: CallOptions): Promise<StartedIntent>;
  finish(request: FinishIntentRequest, call?: CallOptions): Promise<IntentFinding>;
}

export interface CountersignRequest {
  /** `sha256:<hex>` of what is countersigned. */
  readonly digest: string;
  readonly authenticators: readonly EnrolledAuthenticator[];
}

/** Nothing is begun or kept: the question is the digest, and whoever asks takes one answer to it. */
export interface Countersigning {
  ask(request: CountersignRequest): PasskeyRequestOptions;
  judge(request: CountersignRequest & { readonly answer: IntentAnswer }): Promise<IntentFinding>;
}

export interface IntentRecipient {
  /** The same for the same place, and nothing that leads back to it: a keyed digest. */
  readonly key: string;
  readonly masked: string;
}

export interface IntentEnrolment {
  /** Authenticators of this method that a person may have at a time; 20 of all methods together where nothing is said. */
  readonly most?: number;
  /** What two states of one and the same authenticator have in common; without it no two are the same. A person has each once. */
  readonly identify?: (state: JsonValue) => string;
  begin(request: {
    readonly context: IntentContext;
    readonly id: string;
    readonly enrolled: readonly EnrolledAuthenticator[];
  }): Promise<{ readonly state: JsonValue; readonly show: Pick<EnrolmentView, 'totp' | 'passkey'> }>;
  /** The state of the finished authenticator; null where the answer does not fit. */
  complete(request: {
    readonly context: IntentContext;
    readonly id: string;
    readonly state: JsonValue;
    readonly answer: IntentAnswer;
  }): Promise<JsonValue | null>;
}
