import type { EvidenceEnvironment, ReportGlyphs } from '@sealkit/core/evidence';

/** What evidence packages hold besides what the register knows. */
export interface EvidenceConfig {
  /** What `report.pdf` is drawn with, for instance `loadReportGlyphs()`; packages have no report where it is absent. */
  readonly glyphs?: ReportGlyphs;
  /** URL of a page that checks packages: the code on the report leads there. */
  readonly checkPage?: string;
  /** How the host describes where packages are made: software, runtime, source of the clock. */
  readonly environment?: EvidenceEnvironment;
}

/** @throws TypeError naming the argument. */
export function assertEvidenceConfig({ glyphs, checkPage }: EvidenceConfig): void {
  if (glyphs !== undefined && (glyphs.name === '' || typeof glyphs.source.outline !== 'function'))
    throw new TypeError('evidence.glyphs: expected a name and a source of outlines');
  if (checkPage !== undefined && !/^https?:\/\/[^\s#]{1,500}$/.test(checkPage))
    throw new TypeError(`evidence.checkPage: expected a URL without fragment, got '${checkPage}'`);
}
