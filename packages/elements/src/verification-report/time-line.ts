import type { SignatureReport, TimestampReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant } from '../foundation/format.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { VerdictName } from '../foundation/verdict-mark.ts';
import { verdictOfIndication } from './report-summary.ts';
import { reasonText, type ReportWords } from './report-words.ts';
import { certificateName } from './certificate-name.ts';

interface Moment {
  /** ISO 8601; null for a time-stamp that cannot be read, which comes last. */
  readonly time: string | null;
  readonly verdict: VerdictName;
  readonly what: TemplateResult;
  readonly detail?: string;
}

/** What is claimed, what is proven and by whom, and when it was checked: in the order of time. */
export function timeLine(signature: SignatureReport, validationTime: string, shown: ReportWords): TemplateResult {
  const { words, vocabulary, timeZone } = shown;
  const moments = momentsOf(signature, validationTime, shown).toSorted(byTime);
  return html`<h3 class="sub">${words.text('timeLine')}</h3>
    <ol class="time-line">
      ${moments.map(
        ({ time, verdict, what, detail }) =>
          html`<li>
            ${verdictMark(verdict, 14)}<span class="visually-hidden">${vocabulary.text(verdict)}</span>
            <span
              ><span class="num">${time === null ? words.text('timeUnreadable') : formatInstant(time, timeZone)}</span>
              <span class="what">${what}</span>${detail === undefined ? nothing : html`<span class="small muted">${detail}</span>`}</span
            >
          </li>`,
      )}
    </ol>
    ${signature.baselineLevel === null ? nothing : html`<p class="small muted level">${words.text(`level-${signature.baselineLevel}`)}</p>`}`;
}

function momentsOf(signature: SignatureReport, validationTime: string, shown: ReportWords): readonly Moment[] {
  return [
    ...statedMoment(signature, shown),
    ...signature.timestamps.map((stamp) => momentOf(stamp, shown)),
    { time: validationTime, verdict: 'pass', what: html`${shown.words.text('momentChecked')}` },
  ];
}

/** What the signature says of its own time: of a signer a claim, of a time-stamp its very word. */
function statedMoment({ kind, claimedSigningTime: time, indication }: SignatureReport, { words }: ReportWords): readonly Moment[] {
  if (time === null) return [];
  if (kind === 'document-time-stamp' || kind === 'time-stamp-token')
    return [{ time, verdict: verdictOfIndication(indication), what: html`${words.text('momentStated')}` }];
  return [{ time, verdict: 'skip', what: html`${words.text('momentClaimed')}`, detail: words.text('momentClaimedDetail') }];
}

function momentOf({ kind, time, authority, indication, reason }: TimestampReport, shown: ReportWords): Moment {
  const name = html`<bdi>${authority === null ? shown.words.text('unknownAuthority') : certificateName(authority)}</bdi>`;
  return {
    time,
    verdict: verdictOfIndication(indication),
    what: html`${shown.words.parts(`moment-${kind}`, { name })}`,
    ...(reason === undefined ? {} : { detail: reasonText(reason, shown) }),
  };
}

function byTime(left: Moment, right: Moment): number {
  return (
    (left.time === null ? Number.POSITIVE_INFINITY : Date.parse(left.time)) -
    (right.time === null ? Number.POSITIVE_INFINITY : Date.parse(right.time))
  );
}
