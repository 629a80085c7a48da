import type { ManifestLevelOptions } from '@sealkit/core/evidence';
import type { AdapterContext } from '../adapter-context.ts';

/** How the signature over the manifest is raised, by the configuration; undefined for B-B. */
export function manifestLevel({ evidence, trust, revocationSource }: AdapterContext, now: Date): ManifestLevelOptions | undefined {
  if (evidence.manifest === undefined) return undefined;
  const { level, authorities } = evidence.manifest;
  const { registers, timestampAuthorities } = trust;
  return {
    level,
    authorities,
    timestampAnchors: timestampAuthorities,
    now,
    ...(revocationSource === null ? {} : { material: { anchors: [...registers, ...timestampAuthorities], source: revocationSource } }),
  };
}
