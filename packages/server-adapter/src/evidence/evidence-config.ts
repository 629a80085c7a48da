import type { EvidenceEnvironment, EvidenceLevel, ReportGlyphs } from '@sealkit/core/evidence';
import type { TimestampAuthority } from '@sealkit/core/ports';

/** What evidence packages hold besides what the register knows. */
export interface EvidenceConfig {
  /** What `report.pdf` is drawn with, for instance `loadReportGlyphs()`; packages have no report where it is absent. */
  readonly glyphs?: ReportGlyphs;
  /** URL of a page that checks packages: the code on the report leads there. */
  readonly checkPage?: string;
  /** How the host describes where packages are made: software, runtime, source of the clock. */
  readonly environment?: EvidenceEnvironment;
  /**
   * Level of the signature over the manifest above B-B, and who makes its time-stamps, tried in order. B-LTA takes chains and answers
   * from the adapter's `trust` and `revocationSource`. What cannot be had makes a lower level, and the package says so.
   */
  readonly manifest?: { readonly level: Exclude<EvidenceLevel, 'B-B'>; readonly authorities: readonly TimestampAuthority[] };
}

/** @throws TypeError naming the argument. */
export function assertEvidenceConfig({ glyphs, checkPage, manifest }: EvidenceConfig): void {
  if (glyphs !== undefined && (glyphs.name === '' || typeof glyphs.source.outline !== 'function'))
    throw new TypeError('evidence.glyphs: expected a name and a source of outlines');
  if (checkPage !== undefined && !/^https?:\/\/[^\s#]{1,500}$/.test(checkPage))
    throw new TypeError(`evidence.checkPage: expected a URL without fragment, got '${checkPage}'`);
  if (manifest !== undefined && (manifest.authorities.length === 0 || (manifest.level !== 'B-T' && manifest.level !== 'B-LTA')))
    throw new TypeError('evidence.manifest: expected the level B-T or B-LTA and at least one time-stamp authority');
}
