export { etsiReportFaults, etsiSchemaPresent } from './etsi-schema.ts';
export { createSoftHsm, SOFT_HSM_PIN, type SoftHsm, softHsmMissing } from './soft-hsm.ts';
export { formatsOf, type Judgement, judge, JUDGES, judgesPresent, refusalsOf, trustOf } from './judges.ts';
export { judgePublishedPath, type PublishedCase } from './judge-published-path.ts';
export { type LevelServices, levelServices } from './level-services.ts';
export {
  type AnyAlgorithm,
  ec,
  issuedSigner,
  makeSelfSigned,
  nodeSigner,
  RARE_CASES,
  type RareCase,
  type SelfSigned,
  selfSignedSigner,
} from './node-signer.ts';
export { type DigestSignature, signDigest } from './sign-digest.ts';
export { fetchClient, makeOutsidePki, type OutsidePki, type ServedPki, servePki } from './served-pki.ts';
export { distortFace, FACE_DISTORTIONS } from '../faces/face-distortions.ts';
export { differenceOf, type FacePair, measuredFaces, type MeasuredFace } from '../faces/face-families.ts';
export { encodePicture } from '../faces/picture-png.ts';
export { type FacePicture, paintFace, type PaintOptions } from '../faces/face-picture.ts';
export { seededRandom } from '../faces/seeded-random.ts';
export { type MeasuredLikeness, measureLikeness, type MeasureOptions, percentLike } from '../faces/measure-likeness.ts';
