import type { UseChallenge } from '@sealkit/core/protocol';
import { html, type TemplateResult } from 'lit';
import { fingerprintGroups, formatPageRanges } from '../foundation/format.ts';
import type { StepWords } from './step-words.ts';

/** The act in one sentence, with the beginning and the end of the document's fingerprint: who, for whom, which seal, where, on what. */
export function actSentence(act: UseChallenge['act'], count: number, { words }: Pick<StepWords, 'words'>): TemplateResult {
  const name = (text: string): TemplateResult => html`<b><bdi>${text}</bdi></b>`;
  const values = {
    person: html`<bdi>${act.personName}</bdi>`,
    organisation: name(act.organisation),
    document: html`<bdi>${act.envelopeName}</bdi>`,
  };
  const groups = fingerprintGroups(act.originalDigest);
  return html`<div class="act">
    <span class="label">${words.text('act')}</span>
    <p>
      ${
        act.seal
          ? words.parts('actSeal', {
              ...values,
              seal: name(act.seal.name),
              version: act.seal.version,
              pages: formatPageRanges(act.pages),
              pagesCount: act.pages.length,
              count,
            })
          : words.parts('actSignature', values)
      }
    </p>
    <p class="line wrap small">
      <span class="muted">${words.text('fingerprint')}</span>
      <span title=${act.originalDigest}
        ><code class="fingerprint first">${groups[0]}</code> <code class="fingerprint">${groups.slice(1, 3).join(' ')}</code>
        <span class="muted">…</span> <code class="fingerprint">${groups.at(-1)}</code></span
      >
    </p>
  </div>`;
}
