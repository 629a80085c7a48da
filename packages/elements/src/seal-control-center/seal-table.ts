import type { SealView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay, formatInstant, formatMillimetres } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { sealStateBadge } from '../foundation/seal-state.ts';
import { MOST_ROWS, type VirtualRows } from '../foundation/virtual-rows.ts';
import { personalWords } from '../foundation/personal-words.ts';
import type { CenterScene } from './center-scene.ts';

/** Active seals as cards: the face on a grid of millimetres, and who keeps it. */
export function sealCards(seals: readonly SealView[], scene: CenterScene): TemplateResult {
  return html`<ul class="cards">
    ${seals.map((seal) => html`<li>${sealCard(seal, scene)}</li>`)}
  </ul>`;
}

function sealCard(seal: SealView, scene: CenterScene): TemplateResult {
  const { words, timeZone } = scene;
  const open = scene.open.number === seal.number;
  const size = formatMillimetres(seal.widthUm);
  const extent = seal.widthUm === seal.heightUm ? `Ø${size} mm` : `${size} × ${formatMillimetres(seal.heightUm)} mm`;
  return html`<button
    type="button"
    class="card ${open ? 'open' : ''}"
    part="card"
    data-seal=${seal.number}
    aria-pressed=${open ? 'true' : 'false'}
    @click=${(event: Event) => scene.show(open ? null : seal.number, event.currentTarget as HTMLElement)}
  >
    <span class="card-face on-paper millimetres"
      ><span class="card-picture">${seal.current ? sealPicture(seal.current.face) : icon('seal')}</span
      ><span class="extent mono">${extent}</span></span
    >
    <span class="card-words">
      <span class="line top"
        ><b class="grow card-name"><bdi>${seal.name}</bdi></b
        >${sealStateBadge(seal.state, scene.vocabulary)}</span
      >
      <span class="card-facts">
        <span class="secondary">${words.text('number')}</span><code>${seal.number}</code>
        <span class="secondary">${words.text('keeper')}</span><bdi>${seal.keeper?.name ?? '—'}</bdi>
        <span class="secondary">${words.text('lastUse')}</span
        ><span class="num">${seal.lastUsedAt === null ? words.text('never') : formatInstant(seal.lastUsedAt, timeZone).slice(0, 16)}</span>
        <span class="secondary">${words.text('expires')}</span
        ><span class="num">${seal.current ? formatDay(seal.current.validTo, timeZone) : '—'}</span>
      </span>
      ${seal.pendingTransition || seal.prepared ? html`<span class="badge warn">${icon('clock')}${words.text('waits')}</span>` : nothing}
    </span>
  </button>`;
}

/** Active seals as rows. */
export function activeTable(seals: readonly SealView[], scene: CenterScene, long: LongTable): TemplateResult {
  const { words, timeZone } = scene;
  return table(
    ['seal', 'state', 'keeper', 'lastUse', 'expires'],
    seals,
    (seal) => [
      sealStateBadge(seal.state, scene.vocabulary),
      html`<bdi>${seal.keeper?.name ?? '—'}</bdi>`,
      html`<span class="num"
        >${seal.lastUsedAt === null ? words.text('never') : formatInstant(seal.lastUsedAt, timeZone).slice(0, 16)}</span
      >`,
      html`<span class="num">${seal.current ? formatDay(seal.current.validTo, timeZone) : '—'}</span>`,
    ],
    scene,
    long,
  );
}

/** Seals in every other state: since when, and why. */
export function otherTable(seals: readonly SealView[], scene: CenterScene, long: LongTable): TemplateResult {
  return table(
    ['seal', 'state', 'since', 'reason', 'keeper'],
    seals,
    (seal) => [
      sealStateBadge(seal.state, scene.vocabulary),
      html`<span class="num">${formatDay(seal.stateSince, scene.timeZone)}</span>`,
      html`<bdi>${reasonOf(seal, scene)}</bdi>`,
      html`<bdi>${seal.keeper?.name ?? '—'}</bdi>`,
    ],
    scene,
    long,
  );
}

/** Why the seal stands where it does, and what was recorded of it. */
function reasonOf(seal: SealView, { words, vocabulary, timeZone }: CenterScene): string {
  const parts = [
    ...(seal.pendingTransition ? [words.text('waitsSecond')] : []),
    ...(seal.stateReason === null ? [] : [personalWords(seal.stateReason, vocabulary, timeZone)]),
    ...new Set(seal.acts.map(({ act }) => words.text(`did-${act}`))),
  ];
  return parts.length === 0 ? '—' : parts.join(words.text('joiner'));
}

type Column = 'seal' | 'state' | 'keeper' | 'lastUse' | 'expires' | 'since' | 'reason';

/** What a table of any length needs besides its rows. */
export interface LongTable {
  readonly rows: VirtualRows;
  /** Whether more rows follow that were not read yet: how many there are is not known then. */
  readonly isOpen: boolean;
}

function table(
  columns: readonly Column[],
  seals: readonly SealView[],
  cells: (seal: SealView) => readonly unknown[],
  scene: CenterScene,
  { rows, isOpen }: LongTable,
): TemplateResult {
  const { words } = scene;
  const numbers = seals.map(({ number }) => number);
  return html`<table
    class="seals ${seals.length > MOST_ROWS ? 'long' : ''}"
    part="table"
    aria-rowcount=${isOpen ? -1 : seals.length + 1}
    @keydown=${rows.onKeydown}
    @focusin=${rows.onFocus}
    @focusout=${rows.onFocus}
  >
    <thead>
      <tr aria-rowindex="1">
        ${columns.map((column) => html`<th scope="col">${words.text(column)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.render(numbers, (index) => {
        const seal = seals[index];
        return seal === undefined ? nothing : tableRow(seal, index, columns, cells(seal), scene);
      })}
    </tbody>
  </table>`;
}

function tableRow(
  seal: SealView,
  index: number,
  columns: readonly Column[],
  cells: readonly unknown[],
  { words, open: { number }, show }: CenterScene,
): TemplateResult {
  const open = number === seal.number;
  return html`<tr class=${open ? 'open' : ''} data-row=${index} aria-rowindex=${index + 2}>
    <th scope="row">
      <button
        type="button"
        class="row-name"
        data-seal=${seal.number}
        aria-pressed=${open ? 'true' : 'false'}
        @click=${(event: Event) => show(open ? null : seal.number, event.currentTarget as HTMLElement)}
      >
        <span class="chip row-face ${seal.state === 'active' ? '' : 'off'}"
          >${seal.current ? sealPicture(seal.current.face) : icon('seal')}</span
        ><span class="row-words"><bdi>${seal.name}</bdi><code class="small muted">${seal.number}</code></span>
      </button>
    </th>
    ${cells.map((cell, at) => html`<td data-label=${words.text(columns[at + 1] ?? 'seal')}>${cell}</td>`)}
  </tr>`;
}
