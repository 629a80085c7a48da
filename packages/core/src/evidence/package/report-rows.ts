import { equalBytes } from '../../bytes/index.ts';
import { embedsEvidence } from '../report/report-head.ts';
import { writeReport } from '../report/write-report.ts';
import { anchorEntry, ENTRY } from './entry-names.ts';
import { agreement, type EvidenceRow, failed, passed } from './evidence-report.ts';
import type { PackageContents } from './package-contents.ts';
import { sameDigest } from './signature-in-document.ts';

/** The report for people: that it carries this `evidence.json`, and with its glyphs at hand that it says nothing else. §6.7 */
export async function reportRows({ files, evidence, options }: PackageContents): Promise<readonly EvidenceRow[]> {
  const [report, octets] = [files.get(ENTRY.report), files.get(ENTRY.evidence)];
  if (report === undefined || octets === undefined || evidence.report === null) return [];
  const isEmbedded = embedsEvidence(report, octets, evidence.issued.at);
  const compared = { compared: 'evidence.json' };
  return [
    isEmbedded ? passed('report.evidence', ENTRY.report, compared) : failed('report.evidence', ENTRY.report, 'DIFFERS', compared),
    ...(await pagesRow(report, { files, evidence, options })),
  ];
}

async function pagesRow(
  report: Uint8Array,
  { files, evidence, options }: Pick<PackageContents, 'files' | 'evidence' | 'options'>,
): Promise<readonly EvidenceRow[]> {
  const { reportGlyphs } = options;
  if (reportGlyphs === undefined || reportGlyphs.name !== evidence.report?.glyphs) return [];
  const again = await writeReport(files, evidence, reportGlyphs.source);
  const compared = { compared: 'every octet', glyphs: reportGlyphs.name };
  return [
    equalBytes(report, again) ? passed('report.pages', ENTRY.report, compared) : failed('report.pages', ENTRY.report, 'DIFFERS', compared),
  ];
}

/** What a chain or a notary answered is the file that `evidence.json` means; what it proves is for whoever asks that side. §6.8 */
export async function anchorRows({ files, evidence }: PackageContents): Promise<readonly EvidenceRow[]> {
  const rows: EvidenceRow[] = [];
  for (const { name, receipt } of evidence.anchors) {
    const file = files.get(anchorEntry(name));
    if (receipt === null || file === undefined) continue;
    rows.push(agreement('anchor.receipt', name, { receipt: [await sameDigest(receipt, file), receipt] }));
  }
  return rows;
}
