export type { EnvelopeRequest, EnvelopeView } from './envelopes.ts';
export type { EventProofView } from './event-proofs.ts';
export type { PermitRequest, PermitView } from './permits.ts';
export type { ProblemDetails } from './problem-details.ts';
export type { SealTransitionRequest, SealTransitionResult, SealVersionView, SealView } from './seals.ts';
export type { SessionView, TrustView } from './session.ts';
export type { ConfirmUseRequest, UseChallenge, UseList, UsePending, UseQuery, UseRequest, UseResult, UseView } from './uses.ts';
