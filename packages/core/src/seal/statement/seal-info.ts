import type { Bytes } from '../../bytes/index.ts';
import type { DigestAlgorithm } from '../../ports/index.ts';
import type { SealKind } from '../lifecycle/states.ts';

/** The body of a seal statement: this seal exists, looks so, and these certificates may use it. */
export interface SealInfo {
  /** `esID`, opaque: 1 to 64 visible ASCII characters. */
  readonly number: string;
  readonly kind: SealKind;
  /** 0 unless a reason for a further seal of the kind is recorded. */
  readonly ordinal: number;
  readonly name: string;
  /** `Vid`: who made the software or the seal. */
  readonly vendor: string;
  readonly permittedSigners: PermittedSigners;
  /** To the second. */
  readonly createDate: Date;
  readonly validStart: Date;
  /** The last instant at which the seal may be used. */
  readonly validEnd: Date;
  readonly picture: SealPicture;
  /** The size at which the picture is drawn, and no other. */
  readonly widthUm: number;
  readonly heightUm: number;
  readonly testMaterial: boolean;
}

/** `certList`: certificates that may sign with the seal, whole or by digest. */
export type PermittedSigners =
  | { readonly by: 'certificate'; readonly certificates: readonly Bytes[] }
  | { readonly by: 'digest'; readonly digests: readonly CertificateDigest[] };

export interface CertificateDigest {
  readonly algorithm: DigestAlgorithm;
  readonly value: Bytes;
}

/** SVG of the closed profile, or PNG. */
export interface SealPicture {
  readonly type: 'SVG' | 'PNG';
  readonly bytes: Bytes;
}

/** A body as received: the octets that were signed, and extensions that this version does not know (none is critical). */
export interface ParsedSealInfo extends SealInfo {
  readonly raw: Bytes;
  readonly unknownExtensions: readonly string[];
}

/** Bounds of a statement, when making and when reading. */
export const SEAL_INFO_LIMITS = {
  picture: 262_144,
  signers: 64,
  number: 64,
  name: 400,
  vendor: 64,
  sideUm: 1_000_000,
  ordinal: 9999,
} as const;

/** `header.version`: the layout of GM/T 0031-2025. */
export const SES_VERSION = 5;
