export type { DocumentFrame, FrameLock, FramePage, FramePreparedField } from './document-frame.ts';
export type { PreparedSignature, SignedRevision } from './prepared-signature.ts';
export type { SealPlacement } from './seal-placement.ts';
export type { SignatureFace, SigningAct, SigningPlace, SigningRevision } from './signing-act.ts';
