import type { JudicialChainAnchor, NotaryDeposit } from './anchors/index.ts';
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
  /** Who is told of a case whenever its package is made; a deposit that is pending or fails stands so in the package. */
  readonly anchors?: readonly (JudicialChainAnchor | NotaryDeposit)[];
  /** How long a package waits for all of them, in milliseconds; 5,000 where nothing is said. */
  readonly anchorTimeLimitMs?: number;
}

/** @throws TypeError naming the argument. */
export function assertEvidenceConfig({ glyphs, checkPage, manifest, anchors = [] }: EvidenceConfig): void {
  if (glyphs !== undefined && (glyphs.name === '' || typeof glyphs.source.outline !== 'function'))
    throw new TypeError('evidence.glyphs: expected a name and a source of outlines');
  if (checkPage !== undefined && !/^https?:\/\/[^\s#]{1,500}$/.test(checkPage))
    throw new TypeError(`evidence.checkPage: expected a URL without fragment, got '${checkPage}'`);
  if (manifest !== undefined && (manifest.authorities.length === 0 || (manifest.level !== 'B-T' && manifest.level !== 'B-LTA')))
    throw new TypeError('evidence.manifest: expected the level B-T or B-LTA and at least one time-stamp authority');
  const names = anchors.map(({ name }) => name);
  if (new Set(names).size !== names.length || !names.every((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name)))
    throw new TypeError('evidence.anchors: expected names of letters, digits, dash and underscore, each once');
}
