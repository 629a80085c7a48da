import type { PermitRequest } from '@sealkit/core/protocol';
import { placementsOverlap } from '@sealkit/core/seal';
import type { UsePolicy } from '../adapter-config.ts';
import { lastVersion } from '../envelopes/envelope-facts.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { EnvelopeRecord, SealVersionRecord } from '../storage/records.ts';

/** The first thing in a request for a permit that does not fit its envelope and seal version, or null. Pure. */
export function findPermitRequestFault(
  request: PermitRequest,
  envelope: EnvelopeRecord,
  version: SealVersionRecord | null,
  policy: Pick<UsePolicy, 'maxPlacements'>,
): ProblemCode | null {
  const document = lastVersion(envelope);
  if (request.document.digest !== document.digest) return 'DIGEST_MISMATCH';
  if (request.document.length !== document.length) return 'LENGTH_MISMATCH';
  // One algorithm serves document, frame and signature.
  if (prefixOf(request.frame) !== prefixOf(request.document.digest)) return 'ALGORITHM_MISMATCH';
  if (request.placements.length > policy.maxPlacements) return 'BODY_MALFORMED';
  if (request.placements.some(({ page }) => page > envelope.document.pages)) return 'PLACEMENT_OUTSIDE_DOCUMENT';
  if (version === null) return request.placements.length === 0 ? null : 'PLACEMENT_WITHOUT_SEAL';
  if (request.placements.length === 0) return 'PLACEMENT_REQUIRED';
  const fits = request.placements.every(({ width, height }) => width === version.widthUm && height === version.heightUm);
  if (!fits) return 'PLACEMENT_SIZE_MISMATCH';
  return hasOverlap(request.placements) ? 'PLACEMENT_OVERLAP' : null;
}

/** Strict validators refuse a document whose signature fields lie on each other; only places of one page can. */
function hasOverlap(placements: PermitRequest['placements']): boolean {
  const byPage = new Map<number, PermitRequest['placements'][number][]>();
  for (const placement of placements) {
    const earlier = byPage.get(placement.page) ?? [];
    if (earlier.some((other) => placementsOverlap(other, placement))) return true;
    byPage.set(placement.page, [...earlier, placement]);
  }
  return false;
}

function prefixOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'));
}
