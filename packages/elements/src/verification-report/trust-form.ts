import type { CertificateSummary } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { fingerprintGroups } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { ReportWords } from './report-words.ts';
import { certificateName } from './certificate-name.ts';

/** What the person typed of a fingerprint that somebody told them. */
export interface TrustDraft {
  readonly certificate: CertificateSummary;
  readonly typed: string;
  readonly tried: boolean;
}

const GROUPS_ASKED = 4;
const HIDDEN_GROUP = '····';

/** The typed end of a fingerprint equals that of the certificate; case and spaces do not count. */
export function isTypedRight(draft: TrustDraft): boolean {
  const expected = fingerprintGroups(draft.certificate.sha256).slice(-GROUPS_ASKED).join('');
  return draft.typed.toLowerCase().replace(/[^0-9a-z]/g, '') === expected;
}

/** What is shown of a fingerprint: all but the groups that are asked for, which could only be copied from the screen. */
function shownGroups(sha256: string): readonly string[] {
  const groups = fingerprintGroups(sha256);
  return groups.map((group, at) => (at < groups.length - GROUPS_ASKED ? group : HIDDEN_GROUP));
}

/** The form in place: the beginning of the fingerprint in groups of four, and its end to be typed from what the other party said. */
export function trustForm(
  draft: TrustDraft,
  shown: ReportWords,
  acts: { readonly change: (typed: string) => void; readonly confirm: (event: Event) => void; readonly cancel: () => void },
): TemplateResult {
  const { words, vocabulary } = shown;
  const wrong = draft.tried && !isTypedRight(draft);
  const name = html`<bdi>${certificateName(draft.certificate)}</bdi>`;
  return html`<form class="trust" @submit=${acts.confirm} novalidate>
    <h3 class="sub">${words.text('trustTitle')}</h3>
    <p class="secondary">${words.parts('trustText', { name })}</p>
    <p class="label">${words.text('fingerprint')}</p>
    <p class="fingerprint">${shownGroups(draft.certificate.sha256).map((group) => html`<code>${group}</code> `)}</p>
    <label class="field"
      ><span class="label">${words.text('trustTyped')}</span
      ><input
        class="input mono typed"
        autocomplete="off"
        spellcheck="false"
        .value=${draft.typed}
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby="trust-fault"
        @input=${(event: Event) => acts.change((event.target as HTMLInputElement).value)}
    /></label>
    <p class="why" id="trust-fault" aria-live="polite">
      ${wrong ? html`${icon('stop')}<span>${words.text('trustDiffers')}</span>` : nothing}
    </p>
    <div class="line wrap">
      <button type="submit" class="button">${icon('witness')}<span>${words.text('trustConfirm')}</span></button>
      <button type="button" class="button quiet" @click=${acts.cancel}>${vocabulary.text('cancel')}</button>
    </div>
  </form>`;
}
