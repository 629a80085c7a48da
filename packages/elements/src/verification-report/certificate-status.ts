import type { CertificateStatusReport } from '@sealkit/core/validation';
import { formatInstant } from '../foundation/format.ts';
import { reasonText, type ReportWords } from './report-words.ts';

/** Whether a certificate was withdrawn, and who says so, in one sentence. */
export function certificateStatusText(status: CertificateStatusReport, shown: ReportWords): string {
  const { words, timeZone } = shown;
  const { answer, revokedAt, reason } = status;
  const word = words.text(`status-${status.status}`, { time: revokedAt === undefined ? '' : formatInstant(revokedAt, timeZone) });
  const why = reason === undefined ? '' : reasonOfStatus(reason, shown);
  const source =
    answer === null
      ? ''
      : words.text(`answer-${answer.kind}-${answer.source}`, {
          time: answer.thisUpdate === null ? words.text('timeUnreadable') : formatInstant(answer.thisUpdate, timeZone),
        });
  return [word, why, source].filter((part) => part !== '').join(words.text('separator'));
}

/** Reasons of revocations have words of their own; faults of answers are codes like any other. */
function reasonOfStatus(reason: string, shown: ReportWords): string {
  const id = `revoked-${reason}`;
  return shown.words.has(id) ? shown.words.text(id) : reasonText(reason, shown);
}
