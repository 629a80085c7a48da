import type { UseChain, UseList } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import { entryName } from './entry-name.ts';
import type { UseLogId } from './seal-use-log.messages.ts';
import { checkLinks } from './use-links.ts';

export interface LogHeadOptions {
  readonly words: Words<UseLogId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly locale: string;
  readonly refresh: () => void;
  readonly save: (format: 'csv' | 'json') => void;
}

/** Title, what is known of the chain, and what can be done with the rows. */
export function logHead(list: UseList | null, shown: LogHeadOptions): TemplateResult {
  const { words, vocabulary } = shown;
  return html`<header class="head">
    <div class="grow">
      <h2 id="title" tabindex="-1">${words.text('title')}</h2>
      ${list ? chainLine(list, shown) : nothing}
    </div>
    <div class="line wrap tools">
      <button
        type="button"
        class="icon-button"
        aria-label=${vocabulary.text('refresh')}
        title=${vocabulary.text('refresh')}
        @click=${shown.refresh}
      >
        ${icon('refresh')}
      </button>
      <button type="button" class="button compact" @click=${() => print()}>
        ${icon('print')}<span>${words.text('printRegister')}</span>
      </button>
      <button type="button" class="button compact" @click=${() => shown.save('csv')}>
        ${icon('download')}<span>CSV</span><span class="visually-hidden">${words.text('exportCsv')}</span>
      </button>
      <button type="button" class="button compact" @click=${() => shown.save('json')}>
        ${icon('download')}<span>JSON</span><span class="visually-hidden">${words.text('exportJson')}</span>
      </button>
    </div>
  </header>`;
}

function chainLine(list: UseList, { words, locale }: LogHeadOptions): TemplateResult {
  const links = checkLinks(list.uses);
  const good = list.chain.intact && links.broken.length === 0;
  const parts = [words.text('entries', { count: list.total })];
  if (list.total > 0) parts.push(chainWords(list.chain, words));
  if (links.checked > 0) parts.push(words.text('linksChecked', { count: links.checked }));
  if (links.broken.length > 0) parts.push(words.text('linksBroken', { rows: links.broken.map((row) => entryName(row, words)).join(', ') }));
  if (list.chain.head !== null) parts.push(words.text('head', { count: list.chain.length, digest: shortDigest(list.chain.head) }));
  const verdict = good ? (list.chain.verified < list.chain.length ? 'unsure' : 'pass') : 'fail';
  return html`<p class="chain small ${good ? 'muted' : 'broken'}">
    ${list.total === 0 ? nothing : verdictMark(verdict, 16)}<span>${parts.join(locale.startsWith('zh') ? '；' : '; ')}</span>
  </p>`;
}

/** Nothing is called unbroken that was not walked to its end. */
function chainWords({ intact, verified, length }: UseChain, words: Words<UseLogId>): string {
  if (!intact) return words.text('chainBroken');
  return verified < length ? words.text('chainPartly', { verified, length }) : words.text('chainIntact');
}
