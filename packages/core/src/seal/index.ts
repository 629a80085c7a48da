export type { SealKind, SealState, SealVersionState } from './lifecycle.ts';
export type { PermitApproval, PermitAttestation, PermitPayload, ReceiptPayload, UseRecordPayload } from './permit.ts';
