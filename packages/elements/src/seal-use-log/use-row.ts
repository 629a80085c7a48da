import type { UseView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { instantFields, shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import { entryName } from './entry-name.ts';
import type { UseLogId } from './seal-use-log.messages.ts';
import { proofPanel } from './proof-panel.ts';
import { useDetails } from './use-details.ts';
import type { ProofState } from './use-proofs.ts';
import { useResult } from './use-result.ts';

export interface UseRowOptions {
  readonly words: Words<UseLogId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly locale: string;
  readonly timeZone: string;
  /** Place in the list that is shown, from 0, and in the whole table, its heading included, from 1. */
  readonly index: number;
  readonly rowIndex: number;
  /** Whether the details show below the row. */
  readonly open: boolean;
  /** A later refusal of the same permit. */
  readonly refused: UseView | undefined;
  /** What stands for the seal. */
  readonly face: unknown;
  readonly toggle: () => void;
  /** The proof of the row; null where no server can be asked. */
  readonly proof: { readonly state: ProofState | undefined; readonly prove: () => void } | null;
}

/** A use as a row of the table, and its details when they are open. */
export function useRow(use: UseView, shown: UseRowOptions): TemplateResult {
  const { words, vocabulary, timeZone, open } = shown;
  const when = instantFields(use.time, timeZone);
  const proof = shown.proof && open ? proofPanel(use, shown.proof.state, { ...shown, prove: shown.proof.prove }) : nothing;
  return html`<tr class="row ${open ? 'open' : ''}" data-row=${shown.index} aria-rowindex=${shown.rowIndex}>
      <td class="time num"><b>${when.time}</b><span class="small muted">${when.date}</span></td>
      <td class="seal">
        <span class="chip">${shown.face}</span>
        <span class="seal-name"
          ><bdi>${use.seal?.name ?? words.text('noSeal')}</bdi>
          ${use.seal ? html`<span class="small muted">${vocabulary.text('version', { version: use.seal.version })}</span>` : nothing}</span
        >
      </td>
      <td class="document">
        <bdi class="name" title=${use.envelope?.name ?? ''}>${use.envelope?.name ?? words.text('noDocument')}</bdi>
        ${use.originalDigest === null ? nothing : html`<code class="digest" title=${use.originalDigest}>${shortDigest(use.originalDigest)}</code>`}
      </td>
      <td class="person"><bdi>${use.person.name}</bdi></td>
      <td class="approvers">
        ${use.approvers.length === 0 ? html`<span class="muted">—</span>` : html`<bdi>${use.approvers.map(({ name }) => name).join(words.text('comma'))}</bdi>`}
      </td>
      <td class="permit">
        ${use.permitId === null ? '—' : html`<code class="digest" title=${use.permitId}>${shortId(use.permitId)}</code>`}
      </td>
      <td class="result">${useResult(use, shown, shown.refused)}</td>
      <td class="sequence num muted">${entryName(use, words)}</td>
      <td class="action">
        ${
          shown.proof
            ? html`<button type="button" class="button compact prove" @click=${shown.proof.prove}>
                ${icon('proof')}<span>${words.text('prove')}</span><span class="visually-hidden"> ${entryName(use, words)}</span>
              </button>`
            : nothing
        }
        <button type="button" class="button compact" aria-expanded=${open ? 'true' : 'false'} @click=${shown.toggle}>
          ${open ? words.text('hideDetails') : words.text('details')}<span class="visually-hidden"> ${entryName(use, words)}</span>
        </button>
      </td>
    </tr>
    ${
      open
        ? html`<tr class="detail">
            <td colspan="9">${shown.proof?.state ? proof : nothing} ${useDetails(use, shown)} ${shown.proof?.state ? nothing : proof}</td>
          </tr>`
        : nothing
    }`;
}

/** Ids are long; their last eight characters tell them apart. */
function shortId(id: string): string {
  return id.length <= 12 ? id : `…${id.slice(-8)}`;
}
