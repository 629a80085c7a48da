import { html, nothing, type TemplateResult } from 'lit';
import type { CertificateNames } from '../worker/certificate-name.ts';
import type { StepWords } from './step-words.ts';

/** Whose certificate signs, in names that people read; the whole names of the certificate open on request. */
export function certificateFact(signer: CertificateNames | null, subject: string, { words }: StepWords): TemplateResult {
  if (!signer) return html`<bdi>${subject}</bdi>`;
  const { holder, organisation, issuer, subjectText, issuerText } = signer;
  const name = (text: string): TemplateResult => html`<bdi>${text}</bdi>`;
  return html`<b>${name(holder)}</b>${
      organisation === null
        ? nothing
        : html`<span class="small secondary certificate-line">${words.parts('certificateOf', { organisation: name(organisation) })}</span>`
    }
    <span class="small muted certificate-line">${words.parts('certificateIssuer', { issuer: name(issuer) })}</span>
    <details class="certificate-names small">
      <summary>${words.text('certificateNames')}</summary>
      <p><span class="muted">${words.text('certificateSubject')}</span> <code>${name(subjectText)}</code></p>
      <p><span class="muted">${words.text('certificateAuthority')}</span> <code>${name(issuerText)}</code></p>
    </details>`;
}
