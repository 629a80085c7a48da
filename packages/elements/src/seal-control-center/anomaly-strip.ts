import type { AnomalyRow, AnomalyView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay, formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { Anomalies } from './anomalies.ts';
import type { AnomalyId } from './anomaly.messages.ts';

export interface StripScene {
  readonly words: Words<AnomalyId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly timeZone: string;
  readonly organisationId: string | undefined;
  /** Opens a seal, at its history or at a row of its use log where one is meant. */
  readonly show: (sealNumber: string, row?: AnomalyRow) => void;
}

/** Findings that stand on the strip itself. */
const TOLD = 2;
/** Rows of one finding that are offered. */
const ROWS = 10;
const SHORT_ID = 8;

/** A strip that says how many anomalies there are and what the gravest are; it opens the list with the rows that caused them. */
export function anomalyStrip(anomalies: Anomalies, scene: StripScene): TemplateResult | typeof nothing {
  if (anomalies.error !== null) {
    const action = { label: scene.vocabulary.text('retry'), icon: 'refresh', run: () => void anomalies.refresh() } as const;
    return refusalNotice(anomalies.error, { title: scene.words.text('notRead'), action }, scene);
  }
  const found = anomalies.of(scene.organisationId);
  if (found.length === 0) return nothing;
  const { words } = scene;
  return html`<section class="anomalies" part="anomalies" aria-label=${words.text('list')}>
    <button
      type="button"
      class="anomaly-strip"
      aria-expanded=${anomalies.isOpen ? 'true' : 'false'}
      aria-controls="anomaly-list"
      @click=${() => anomalies.toggle()}
    >
      ${icon('warning')}<b>${words.text('found', { count: found.length })}</b>
      <bdi class="grow"
        >${found
          .slice(0, TOLD)
          .map((anomaly) => sentence(anomaly, scene))
          .join(words.text('joiner'))}</bdi
      >
      ${icon(anomalies.isOpen ? 'chevron-down' : 'chevron-right')}
    </button>
    <div id="anomaly-list" ?hidden=${!anomalies.isOpen}>
      <ul>
        ${found.map((anomaly) => finding(anomaly, scene))}
      </ul>
      ${bounds(anomalies, scene)}
    </div>
  </section>`;
}

function finding(anomaly: AnomalyView, scene: StripScene): TemplateResult {
  const { words, timeZone } = scene;
  const { sealNumber, since, rows } = anomaly;
  return html`<li class="anomaly ${anomaly.severity}" data-kind=${anomaly.kind}>
    <p><bdi>${sentence(anomaly, scene)}</bdi></p>
    <p class="small line wrap">
      <span class="secondary">${words.text('since', { time: formatInstant(since, timeZone) })}</span>
      ${
        sealNumber === null
          ? nothing
          : html`<button type="button" class="link anomaly-seal" data-seal=${sealNumber} @click=${() => scene.show(sealNumber)}>
                <bdi>${words.text('seal', { number: sealNumber })}</bdi></button
              >${rows
                .slice(-ROWS)
                .map(
                  (row) =>
                    html`<button type="button" class="link anomaly-row" @click=${() => scene.show(sealNumber, row)}>
                      ${row.type === 'use' ? words.text('use', { id: row.id.slice(0, SHORT_ID) }) : words.text('event')}
                    </button>`,
                )}`
      }
    </p>
  </li>`;
}

/** What was not looked at, in words; silence would say that all was. */
function bounds({ list }: Anomalies, { words, timeZone }: StripScene): TemplateResult | typeof nothing {
  if (list === null) return nothing;
  const { complete, chains, rows, seals, from } = list.examined;
  if (complete && chains) return nothing;
  return html`<p class="small secondary">
    ${complete ? nothing : words.text('partly', { rows, seals, from: formatDay(from, timeZone) })}
    ${chains ? nothing : words.text('unfollowed')}
  </p>`;
}

function sentence({ kind, values }: AnomalyView, { words, timeZone }: StripScene): string {
  const text = (name: string): string => String(values[name] ?? '');
  const number = (name: string): number => Number(values[name] ?? 0);
  const count = number('count');
  switch (kind) {
    case 'use-outside-hours':
      return words.text('kind-use-outside-hours', { count, from: text('from'), to: text('to'), zone: text('timeZone') });
    case 'new-client':
      return words.text('kind-new-client', { client: text('client'), before: number('usesBefore') });
    case 'burst':
      return words.text('kind-burst', { count, of: text('of'), minutes: number('minutes') });
    case 'unusual-document-class':
      return words.text('kind-unusual-document-class', { documentClass: text('documentClass'), before: number('usesBefore') });
    case 'approver-is-requester':
      return words.text('kind-approver-is-requester', { count });
    case 'like-faces':
      return words.text('kind-like-faces', {
        version: number('version'),
        nearest: text('nearestSeal'),
        percent: Math.floor(number('likeness') / 10),
        accepted: text('accepted'),
      });
    case 'grant-lapsing': {
      const [ends, most] = [values['validTo'], values['maxUses']];
      return words.text('kind-grant-lapsing', {
        grant: text('grantId').slice(0, SHORT_ID),
        ends: String(typeof ends === 'string'),
        day: typeof ends === 'string' ? formatDay(ends, timeZone) : '',
        limited: String(typeof most === 'number'),
        used: number('usesSoFar'),
        most: number('maxUses'),
      });
    }
    case 'log-gap':
      return words.text('kind-log-gap', { log: text('log'), fault: text('fault') });
  }
}
