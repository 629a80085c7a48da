import { memorySource } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import { parseSealStatement, SealError } from '../../seal/index.ts';
import { validateAttachedCms, VALIDATION_POLICIES } from '../../validation/index.ts';
import { statementEntry } from './entry-names.ts';
import { agreement, type EvidenceRow, row, statusOf } from './evidence-report.ts';
import type { PackageContents } from './package-contents.ts';

/** The statement of each seal version: who made it, and that it is the one of `evidence.json`. §6.5 */
export async function sealRows({ files, evidence, options }: PackageContents): Promise<readonly EvidenceRow[]> {
  const rows: EvidenceRow[] = [];
  for (const { number, version, statement } of evidence.seals) {
    const der = files.get(statementEntry(number, version));
    if (statement === null || der === undefined) continue;
    const subject = `${number}-${version}`;
    const { sealMakers } = options.trust;
    const report = await validateAttachedCms(memorySource(der), {
      trust: { signers: sealMakers, sealMakers: [], registers: [], timestampAuthorities: [] },
      policy: VALIDATION_POLICIES.basic,
      validationTime: options.validationTime,
    });
    const [made] = report.signatures;
    const values = { maker: made?.signer?.subject ?? null };
    rows.push(row('seal.statement', subject, statusOf(made?.indication ?? 'FAILED'), made?.subIndication ?? 'FORMAT_FAILURE', values));
    rows.push(
      agreement('seal.statement-evidence', subject, {
        statement: [await digestText('SHA-256', der), statement],
        number: [numberOf(der), number],
      }),
    );
  }
  return rows;
}

function numberOf(der: Uint8Array): string | null {
  try {
    return parseSealStatement(der).info.number;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
