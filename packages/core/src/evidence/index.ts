export { checkpointImprint, verifyCheckpointTimestamp } from './transparency-log/checkpoint-timestamp.ts';
export { EvidenceError, type EvidenceErrorCode } from './evidence-error.ts';
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './transparency-log/checkpoint.ts';
export { type ConsistencyClaim, createConsistencyProof, isConsistent } from './transparency-log/consistency-proof.ts';
export { createInclusionProof } from './transparency-log/inclusion-proof.ts';
export type {
  FailedInclusionReason,
  InclusionReason,
  InclusionVerdict,
  IndeterminateInclusionReason,
  WitnessedAt,
} from './transparency-log/inclusion-verdict.ts';
export {
  addNoteSignatures,
  cosignNote,
  type NoteSigner,
  type NoteVerification,
  signNote,
  verifyNote,
} from './transparency-log/note-signature.ts';
export { composeSignedNote, NOTE_LIMITS, type NoteSignature, parseSignedNote, type SignedNote } from './transparency-log/signed-note.ts';
export { type TileReader, treeRoot, type TreeOptions } from './transparency-log/tile-hashes.ts';
export { formatTilePath, parseTilePath, TILE_WIDTH, type TileAddress } from './transparency-log/tile-path.ts';
export { parseTlogPolicy, type TlogPolicy } from './transparency-log/tlog-policy.ts';
export { formatTlogProof, parseTlogProof, type TlogProof } from './transparency-log/tlog-proof.ts';
export { growTree, type TileHash } from './transparency-log/tree-growth.ts';
export {
  EMPTY_TREE_ROOT,
  type InclusionClaim,
  isIncluded,
  leafHash,
  merkleRoot,
  nodeHash,
  RunningRoot,
  TREE_HASH_LENGTH,
} from '../merkle/index.ts';
export {
  createVerifierKey,
  formatVerifierKey,
  type NoteKeyType,
  parseVerifierKey,
  type VerifierKey,
} from './transparency-log/verifier-key.ts';
export { logEntryOfEvent, type TlogProofQuery, verifyEventInclusion, verifyTlogProof } from './transparency-log/verify-inclusion.ts';
export { type WitnessQuorum } from './transparency-log/witness-quorum.ts';
export { buildEvidenceEntries, buildEvidencePackage, type EvidencePackageOptions } from './package/build-package.ts';
export { type PackageEntry, readCanonicalZip, writeCanonicalZip, type ZipFault } from './package/canonical-zip.ts';
export type {
  EvidenceAnchor,
  EvidenceEnvironment,
  EvidenceGap,
  EvidenceLog,
  EvidenceOrganisation,
  EvidencePerson,
  EvidenceRecords,
  EvidenceReportSettings,
  EvidenceSeal,
  EvidenceSignature,
  EvidenceUse,
  EvidenceUseFacts,
} from './package/evidence-records.ts';
export type { EvidenceCheckId, EvidenceReport, EvidenceRow, EvidenceStatus } from './package/evidence-report.ts';
export type { EvidenceLevel, ManifestLevelOptions } from './package/manifest-levels.ts';
export { ASIC_MEDIA_TYPE } from './package/entry-names.ts';
export type { EvidenceTrust, VerifyEvidenceOptions } from './package/package-contents.ts';
export { verifyEvidencePackage } from './package/verify-package.ts';
export { type Evidence, readEvidence } from './package/evidence-json.ts';
export type { ReportGlyphs } from './report/report-glyphs.ts';
export { evidenceGaps, type ReportLine, reportLines } from './report/report-lines.ts';
export { renewEvidencePackage, type RenewEvidenceOptions } from './package/renew-package.ts';
