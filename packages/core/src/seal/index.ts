export { drawSealFace } from './face/draw-seal-face.ts';
export { type RingLayout, type RingOptions, ringLayout } from './face/ring-layout.ts';
export { type FaceIssue, type FaceIssueCode, SEAL_RED, type SealFace, type SealFaceSpec } from './face/seal-face.ts';
export type { SealKind, SealState, SealVersionState } from './lifecycle.ts';
export type { PermitApproval, PermitAttestation, PermitPayload, ReceiptPayload, UseRecordPayload } from './permit.ts';
export { SealError, type SealErrorCode } from './seal-error.ts';
