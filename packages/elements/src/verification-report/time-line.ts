import type { SignatureReport, TimestampReport, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant } from '../foundation/format.ts';
import { verdictMark, type VerdictName } from '../foundation/verdict-mark.ts';
import { certificateName } from './certificate-name.ts';
import { verdictOfIndication } from './report-summary.ts';
import { reasonText, type ReportWords } from './report-words.ts';

interface Moment {
  /** ISO 8601; null sorts last. */
  readonly time: string | null;
  readonly verdict: VerdictName;
  readonly text: unknown;
  readonly detail?: unknown;
}

/** What is claimed and what is proven of the times of a signature, oldest first, up to this check. */
export function timeLine(signature: SignatureReport, report: ValidationReport, shown: ReportWords): TemplateResult {
  const { evidence, vocabulary, timeZone } = shown;
  const moments = momentsOf(signature, report, shown).toSorted((left, right) => order(left) - order(right));
  return html`<h3 class="sub">${evidence.text('timeLine')}</h3>
    <ol class="time-line">
      ${moments.map(
        ({ time, verdict, text, detail }) =>
          html`<li>
            ${verdictMark(verdict, 14)}<span class="visually-hidden">${vocabulary.text(verdict)}</span>
            <span
              ><b class="num">${time === null ? evidence.text('noStampTime') : formatInstant(time, timeZone)}</b><span>${text}</span>${
                detail === undefined ? nothing : html`<span class="small muted">${detail}</span>`
              }</span
            >
          </li>`,
      )}
    </ol>`;
}

function momentsOf(signature: SignatureReport, report: ValidationReport, shown: ReportWords): readonly Moment[] {
  const { evidence } = shown;
  const { claimedSigningTime, timestamps, path, bestSignatureTimeSource } = signature;
  const isStamp = signature.kind === 'document-time-stamp' || signature.kind === 'time-stamp-token';
  const revokedAt = path[0]?.status?.revokedAt;
  const proof = isStamp ? undefined : timestamps.find((stamp) => provesTime(stamp, signature));
  const unproven = bestSignatureTimeSource === 'validation-time' && !isStamp;
  return [
    ...(claimedSigningTime === null || isStamp
      ? []
      : [{ time: claimedSigningTime, verdict: 'skip', text: evidence.text('claimed') } as const]),
    ...timestamps.map((stamp) => stampMoment(stamp, stamp === proof, shown)),
    ...(revokedAt === undefined ? [] : [{ time: revokedAt, verdict: 'na', text: evidence.text('withdrawn') } as const]),
    {
      time: report.validationTime,
      verdict: verdictOfIndication(signature.indication),
      text: evidence.text('checked'),
      ...(unproven ? { detail: evidence.text('notProven') } : {}),
    },
  ];
}

function provesTime({ indication, kind, time }: TimestampReport, { bestSignatureTime }: SignatureReport): boolean {
  return indication === 'PASSED' && kind !== 'content-time-stamp' && time !== null && Date.parse(time) === Date.parse(bestSignatureTime);
}

function stampMoment(stamp: TimestampReport, proves: boolean, shown: ReportWords): Moment {
  const { evidence } = shown;
  const { kind, time, authority, indication, reason } = stamp;
  const by =
    authority === null ? evidence.text('noAuthority') : evidence.parts('stampBy', { name: html`<bdi>${certificateName(authority)}</bdi>` });
  const state = reason === undefined ? (proves ? evidence.text('proven') : undefined) : reasonText(reason, shown);
  return {
    time,
    verdict: verdictOfIndication(indication),
    text: html`${evidence.text(`stamp-${kind}`)} ${by}`,
    ...(state === undefined ? {} : { detail: state }),
  };
}

function order({ time }: Moment): number {
  return time === null ? Number.POSITIVE_INFINITY : Date.parse(time);
}
