import type {
  EnvelopeRequest,
  EnvelopeView,
  PermitRequest,
  PermitView,
  SealTransitionRequest,
  SealTransitionResult,
  SealView,
  SessionView,
  TrustView,
  ConfirmUseRequest,
  UseChallenge,
  UseList,
  UsePending,
  UseQuery,
  UseRequest,
  UseResult,
} from '@sealkit/core/protocol';

/** What a call may be given: a signal that ends it, and the key under which a repeat is the same request. */
export interface ClientCallOptions {
  readonly signal?: AbortSignal;
  /** Made at random when absent. Give one to make a repeat after a restart the same request. */
  readonly idempotencyKey?: string;
}

/**
 * The server as the elements see it. Every method throws `ClientError` for a refusal or when the server cannot be asked.
 */
export interface SealClient {
  session(options?: ClientCallOptions): Promise<SessionView>;
  trust(options?: ClientCallOptions): Promise<TrustView>;
  seals(options?: ClientCallOptions): Promise<readonly SealView[]>;
  seal(number: string, options?: ClientCallOptions): Promise<SealView>;
  changeSealState(number: string, request: SealTransitionRequest, options?: ClientCallOptions): Promise<SealTransitionResult>;
  openEnvelope(request: EnvelopeRequest, options?: ClientCallOptions): Promise<EnvelopeView>;
  requestPermit(request: PermitRequest, options?: ClientCallOptions): Promise<PermitView>;
  startUse(request: UseRequest, options?: ClientCallOptions): Promise<UseChallenge>;
  confirmUse(useId: string, request: ConfirmUseRequest, options?: ClientCallOptions): Promise<UseResult | UsePending>;
  /** The same answer again: the challenge while the use waits, the finished revision afterwards. */
  use(useId: string, options?: ClientCallOptions): Promise<UseChallenge | UsePending | UseResult>;
  uses(query: UseQuery, options?: ClientCallOptions): Promise<UseList>;
  usesOfSeal(number: string, query: UseQuery, options?: ClientCallOptions): Promise<UseList>;
}
