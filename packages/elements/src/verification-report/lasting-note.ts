import type { SignatureReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay } from '../foundation/format.ts';
import type { ReportWords } from './report-words.ts';

/** The level, what it means, and until when the file is enough. */
export function lastingNote(signature: SignatureReport, { evidence, words, timeZone }: ReportWords): TemplateResult | typeof nothing {
  const { kind, baselineLevel, selfContainedUntil, signatureAlgorithm, digestAlgorithm } = signature;
  if (kind === 'document-time-stamp' || kind === 'time-stamp-token') return nothing;
  const day = selfContainedUntil === null ? '' : formatDay(selfContainedUntil, timeZone);
  const holdsMaterial = baselineLevel === 'B-LT' || baselineLevel === 'B-LTA';
  const algorithms = [signatureAlgorithm, digestAlgorithm].filter((name) => name !== null).join(words.text('separator'));
  return html`<h3 class="sub">${evidence.text('lasting')}</h3>
    <dl class="facts small lasting">
      ${
        baselineLevel === null
          ? nothing
          : html`<dt>${words.text('level')}</dt>
              <dd>${baselineLevel}</dd>`
      }
      ${
        algorithms === ''
          ? nothing
          : html`<dt>${words.text('algorithms')}</dt>
              <dd><bdi>${algorithms}</bdi></dd>`
      }
    </dl>
    <p class="small">${evidence.text(`level-${baselineLevel ?? 'none'}`)}</p>
    ${
      selfContainedUntil === null
        ? holdsMaterial
          ? html`<p class="small muted">${evidence.text('notEnough')}</p>`
          : nothing
        : html`<p class="small until num">${evidence.text('until', { day })}</p>
            <p class="small muted">${evidence.text('renew', { day })}</p>`
    }`;
}
