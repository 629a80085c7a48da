import { html, nothing, type TemplateResult } from 'lit';
import type { SigningState } from '../controllers/signing-state.ts';
import { formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { actSentence } from './act-sentence.ts';
import { certificateFact } from './certificate-fact.ts';
import { placeList } from './place-list.ts';
import type { StepWords } from './step-words.ts';

/** The act in the words that are hashed, the exact place, and everything that it rests on. */
export function confirmStep(state: SigningState, shown: StepWords): TemplateResult {
  const { words } = shown;
  const { challenge, preview, request, seal } = state;
  if (!challenge || !preview || !request) return html``;
  const { act } = challenge;
  const [first] = request.placements;
  return html`<div class="confirm">
    ${actSentence(act, request.placements.length, shown)}
    <div class="confirm-facts ${first ? '' : 'no-crop'}">
      ${
        first
          ? html`<figure class="crop">
              <canvas class="on-paper" aria-hidden="true"></canvas>
              <figcaption class="small muted">${words.text('cropCaption', { page: first.page })}</figcaption>
            </figure>`
          : nothing
      }
      <dl class="facts">
        ${
          act.seal
            ? html`<dt>${words.text('seal')}</dt>
                <dd>
                  <span class="line"
                    ><span class="chip face-small">${seal?.current ? sealPicture(seal.current.face) : icon('seal')}</span
                    ><span
                      ><b><bdi>${act.seal.name}</bdi></b> ${shown.vocabulary.text('version', { version: act.seal.version })}<br /><code
                        class="digest"
                        >${act.seal.number}</code
                      ></span
                    ></span
                  >
                </dd>`
            : html`<dt>${words.text('seal')}</dt>
                <dd>${words.text('noSeal')}</dd>`
        }
        ${request.placements.length === 0 ? nothing : placeList(request.placements, state.reading?.frame.pages ?? [], shown)}
        <dt>${words.text('certificate')}</dt>
        <dd>${certificateFact(preview.signer, act.certificateSubject, shown)}</dd>
        <dt>${words.text('permit')}</dt>
        <dd>
          <code class="digest">${preview.permitId}</code><br /><span class="small muted num"
            >${words.text('permitOnce', { time: formatInstant(preview.permitExpires, shown.timeZone) })}</span
          >
        </dd>
      </dl>
    </div>
    <p class="line compared">${verdictMark('pass', 16)}<span>${words.text('compared')}</span></p>
  </div>`;
}

/** What cannot be taken back; it stands with the button, always in sight. */
export function finalWarning({ challenge }: Pick<SigningState, 'challenge'>, { words }: Pick<StepWords, 'words'>): TemplateResult {
  const id = challenge?.act.seal ? 'final' : 'finalSignature';
  return html`<p class="final small" id="final">${icon('warning')}<span>${words.text(id)}</span></p>`;
}
