import { type Bytes, type CallOptions, memorySource } from '../../bytes/index.ts';
import { augmentCades, type BaselineLevel, CadesError, includesLevel, type MaterialOptions } from '../../cades/index.ts';
import { PortError, type TimestampAuthority } from '../../ports/index.ts';
import type { EvidenceGap } from './evidence-records.ts';

/** Levels that a package can have: at B-LT nothing would cover the material. */
export type EvidenceLevel = Exclude<BaselineLevel, 'B-LT'>;

/** What raises the signature over the manifest above B-B. */
export interface ManifestLevelOptions {
  readonly level: Exclude<EvidenceLevel, 'B-B'>;
  /** Tried in order. */
  readonly authorities: readonly TimestampAuthority[];
  /** DER of the anchors that their tokens have to lead to; the chain is not judged without them. */
  readonly timestampAnchors?: readonly Uint8Array[];
  /** Needed for B-LTA: where chains end, and where revocation data come from. */
  readonly material?: Omit<MaterialOptions, 'onMissing'>;
  readonly now: Date;
}

export interface RaisedManifest {
  readonly signature: Bytes;
  readonly level: EvidenceLevel;
  /** Why it is not the level that was asked for; null where it is. */
  readonly gap: EvidenceGap | null;
}

/** The signature at the level, or as far as it gets, and why no further. @see EN 319 122-1 §6 */
export async function raiseManifestSignature(
  basic: Bytes,
  manifest: Bytes,
  options: ManifestLevelOptions,
  call: CallOptions = {},
): Promise<RaisedManifest> {
  const { level, authorities, timestampAnchors, material, now } = options;
  const gapOf = (reason: string): EvidenceGap => ({ what: `${level} over the manifest`, reason });
  const raise = (to: 'B-T' | 'B-LTA', from: Bytes): ReturnType<typeof augmentCades> =>
    augmentCades(from, {
      level: to,
      timestamps: { authorities, now, ...(timestampAnchors === undefined ? {} : { anchors: timestampAnchors }), ...call },
      ...(material === undefined ? {} : { material: { ...material, onMissing: 'lower-level' as const } }),
      content: memorySource(manifest),
      now,
      ...call,
    });
  const timestamped = await attempt(() => raise('B-T', basic));
  if (typeof timestamped === 'string') return { signature: basic, level: 'B-B', gap: gapOf(timestamped) };
  if (!includesLevel(level, 'B-LTA')) return { signature: timestamped.cms, level: 'B-T', gap: null };
  if (material === undefined) return { signature: timestamped.cms, level: 'B-T', gap: gapOf('MATERIAL_SOURCE_NONE') };
  const archived = await attempt(() => raise('B-LTA', timestamped.cms));
  if (typeof archived === 'string') return { signature: timestamped.cms, level: 'B-T', gap: gapOf(archived) };
  if (archived.level === 'B-LTA') return { signature: archived.cms, level: 'B-LTA', gap: null };
  const missing = archived.missing.map(({ what, certificate, reason }) => `${what} of ${certificate}: ${reason}`).join('; ');
  return { signature: timestamped.cms, level: 'B-T', gap: gapOf(missing.slice(0, 900)) };
}

/** The code of what a service or the material did not give. */
async function attempt<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CadesError || error instanceof PortError) return error.code;
    throw error;
  }
}
