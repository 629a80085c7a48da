import { parseFaceSvg, type SealPlacement, type SignatureFace, type SigningAct } from '../../pades/index.ts';
import { SealError } from '../seal-error.ts';
import { SEAL_DESCRIPTIONS } from './act-language.ts';
import type { PermitPayload } from './payloads.ts';
import { fileIdentifier, permitDigest } from './permit-digests.ts';

export interface PermittedActOptions {
  readonly permit: PermitPayload;
  /** The same permit, signed. */
  readonly compact: string;
  /** The picture of the seal version that the permit names; null without a seal. */
  readonly face: SignatureFace | null;
  /** Digest of the frame at hand, which must be the permitted one. */
  readonly frameDigest: string;
}

/**
 * The act that a permit allows, and no other: one new field for each place, named after the permit, the face at its size; without
 * a seal one invisible field. A tagged document names the seal in the permit's language. The page previews with it, the server signs with it, a verifier rebuilds it.
 *
 * @throws {@link SealError} `ACT_FRAME_MISMATCH` for another frame, `ACT_FACE_MISMATCH` for a face that the places do not fit or a
 * face without a seal; PadesError for a face outside the profile.
 */
export async function signingActFromPermit({ permit, compact, face, frameDigest }: PermittedActOptions): Promise<SigningAct> {
  if (frameDigest !== permit.frame) throw new SealError('ACT_FRAME_MISMATCH', 'expected the frame that the permit names');
  assertFaceFits(permit, face);
  const identifier = await fileIdentifier(await permitDigest(compact), permit.frame);
  if (face === null)
    return { places: [], invisibleField: { kind: 'new', name: fieldName(permit, 1) }, face: null, fileIdentifier: identifier };
  const places = permit.placements.map((placement, index) => ({
    placement,
    field: { kind: 'new' as const, name: fieldName(permit, index + 1) },
  }));
  const { language } = permit;
  const described = language === undefined ? {} : { description: SEAL_DESCRIPTIONS[language], language };
  return { places, face, ...described, fileIdentifier: identifier };
}

/** Name of the field of the k-th place, from 1. */
export function fieldName(permit: Pick<PermitPayload, 'id'>, k: number): string {
  return `seal-${permit.id}-${k}`;
}

function assertFaceFits(permit: PermitPayload, face: SignatureFace | null): void {
  if ((permit.seal === null) !== (face === null)) throw new SealError('ACT_FACE_MISMATCH', 'expected a face with a seal and none without');
  if (face === null) return;
  const { widthUm, heightUm } = face.kind === 'vector' ? parseFaceSvg(face.svg) : face;
  const fits = ({ width, height }: SealPlacement): boolean => width === widthUm && height === heightUm;
  if (!permit.placements.every(fits))
    throw new SealError('ACT_FACE_MISMATCH', `expected every place of ${widthUm} by ${heightUm} micrometres, the size of the face`);
}
