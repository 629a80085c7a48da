import type { UseChallenge } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { SigningState } from '../controllers/signing-state.ts';
import { fingerprintGroups, formatInstant, formatPageRanges } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
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
export function finalWarning({ challenge }: SigningState, { words }: Pick<StepWords, 'words'>): TemplateResult {
  const id = challenge?.act.seal ? 'final' : 'finalSignature';
  return html`<p class="final small" id="final">${icon('warning')}<span>${words.text(id)}</span></p>`;
}

function actSentence(act: UseChallenge['act'], count: number, { words }: StepWords): TemplateResult {
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
