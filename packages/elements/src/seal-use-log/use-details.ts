import type { UseView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant, formatPageRanges } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import { entryName } from './entry-name.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

const ATTESTATIONS: Readonly<Record<NonNullable<UseView['attestation']>, UseLogId>> = {
  'requester only': 'attestation-requester',
  'approver too': 'attestation-approver',
  'confirmed from the final file': 'attestation-final',
};

/** Everything the entry holds, in full: to compare with a file, a permit or the entry before. */
export function useDetails(
  use: UseView,
  shown: { readonly words: Words<UseLogId>; readonly vocabulary: Words<VocabularyId>; readonly locale: string; readonly timeZone: string },
): TemplateResult {
  const { words } = shown;
  const row = (id: UseLogId, value: string | null): TemplateResult | typeof nothing =>
    value === null
      ? nothing
      : html`<dt>${words.text(id)}</dt>
          <dd><code>${value}</code></dd>`;
  return html`<dl class="facts details">
    <dt>${words.text('sequence')}</dt>
    <dd>${entryName(use, words)}</dd>
    <dt>${words.text('time')}</dt>
    <dd class="num">${formatInstant(use.time, shown.timeZone)}</dd>
    ${
      use.seal
        ? html`<dt>${words.text('seal')}</dt>
            <dd><bdi>${use.seal.name}</bdi> <code>${use.seal.number}</code></dd>`
        : nothing
    }
    ${
      use.pages.length === 0
        ? nothing
        : html`<dt>${words.text('pages')}</dt>
            <dd class="num">${formatPageRanges(use.pages)}</dd>`
    }
    ${row('documentClass', use.documentClass)}
    ${
      use.approvers.length === 0
        ? nothing
        : html`<dt>${words.text('approvers')}</dt>
            <dd>${use.approvers.map(({ id, name }) => html`<bdi>${name}</bdi> <code>${id}</code> `)}</dd>`
    }
    ${row('grant', use.grantId)} ${row('client', use.client)} ${row('originalDigest', use.originalDigest)}
    ${row('byteRangeDigest', use.byteRangeDigest)} ${row('fileDigest', use.fileDigest)} ${row('permit', use.permitId)}
    ${row('permitDigest', use.permit)} ${row('event', use.event)}
    ${
      use.previous === null
        ? html`<dt>${words.text('previous')}</dt>
            <dd>${words.text('firstEntry')}</dd>`
        : row('previous', use.previous)
    }
    ${
      use.attestation === null
        ? nothing
        : html`<dt>${words.text('attestation')}</dt>
            <dd>${words.text(ATTESTATIONS[use.attestation])}</dd>`
    }
    ${
      use.refusal === null
        ? nothing
        : html`<dt>${words.text('refused')}</dt>
            <dd><code>${use.refusal}</code></dd>`
    }
  </dl>`;
}
