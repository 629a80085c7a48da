import { html, type TemplateResult } from 'lit';
import type { Ref } from 'lit/directives/ref.js';
import { ref } from 'lit/directives/ref.js';
import { icon } from '../foundation/icons.ts';
import { keepKeys } from './copy-dialog.ts';
import type { PlacementMessageId } from './messages.ts';
import type { PlacementScene } from './placement-scene.ts';

/** Keys as they stand on keyboards; the arrow keys have a word per language. */
const ROWS: readonly { readonly keys: readonly string[]; readonly help: Extract<PlacementMessageId, `help-${string}`> }[] = [
  { keys: ['→', 'Enter'], help: 'help-pick' },
  { keys: ['→', 'Shift →', 'Alt →'], help: 'help-move' },
  { keys: ['Enter', 'Esc'], help: 'help-place' },
  { keys: ['Page Up', 'Page Down'], help: 'help-page' },
  { keys: ['Home', 'End'], help: 'help-edge' },
  { keys: ['R', 'Shift R'], help: 'help-rotate' },
  { keys: ['Ctrl C', 'Ctrl V', 'Ctrl D'], help: 'help-copy' },
  { keys: ['Ctrl A'], help: 'help-all' },
  { keys: ['Delete'], help: 'help-remove' },
  { keys: ['Ctrl Z', 'Ctrl Shift Z'], help: 'help-undo' },
  { keys: ['[', ']'], help: 'help-step' },
  { keys: ['F2'], help: 'help-form' },
];

export function helpDialog({ words, vocabulary }: PlacementScene, dialog: Ref<HTMLDialogElement>): TemplateResult {
  const arrows = words.text('keyArrows');
  return html`<dialog class="dialog" aria-labelledby="help-title" ${ref(dialog)} @keydown=${keepKeys}>
    <form method="dialog" class="dialog-body">
      <div class="dialog-head">
        <h2 class="dialog-title grow" id="help-title">${words.text('helpTitle')}</h2>
        <button class="icon-button" aria-label=${vocabulary.text('close')} title=${vocabulary.text('close')}>${icon('close')}</button>
      </div>
      <dl class="keys">
        ${ROWS.map(
          ({ keys, help }) =>
            html`<div>
              <dt>${keys.map((key) => html`<kbd>${key.replace('→', arrows)}</kbd> `)}</dt>
              <dd>${words.text(help)}</dd>
            </div>`,
        )}
      </dl>
    </form>
  </dialog>`;
}
