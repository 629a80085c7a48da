import type { IdentityVerificationView, IssuedCertificateView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { FailureCode } from '../controllers/failure-code.ts';
import { formatDay, formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { pageOf } from '../foundation/page-address.ts';
import { personalWords } from '../foundation/personal-words.ts';
import { codeNotice } from '../foundation/refusal-notice.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { CertificateNames } from '../worker/certificate-name.ts';
import type { IdentityId } from './identity-check.messages.ts';
import { type IdentityScene, methodName } from './identity-scene.ts';

/** It is not decided yet: where the person goes, or who decides. */
export function pendingStep(
  verification: IdentityVerificationView,
  scene: IdentityScene,
  options: { readonly decidedByPeople: boolean; readonly checkNow: () => void },
): TemplateResult {
  const { words } = scene;
  const address = pageOf(verification.actionUrl);
  return html`<h3 class="line">${icon('clock')}<span>${words.text('pendingTitle')}</span></h3>
    ${
      address === null
        ? html`<p>${words.text(options.decidedByPeople ? 'pendingPeople' : 'pendingProvider')}</p>`
        : html`<p>${words.text('pendingPage')}</p>
            <p>
              <a class="button primary" href=${address.href} target="_blank" rel="noopener noreferrer"
                ><span>${words.text('openPage', { host: address.host })}</span>${icon('external')}<span class="visually-hidden"
                  >${words.text('opensNew')}</span
                ></a
              >
            </p>`
    }
    ${facts(verification, scene)}
    <div class="line wrap">
      <button type="button" class="button check-now" @click=${options.checkNow}>
        ${icon('refresh')}<span>${words.text('checkNow')}</span>
      </button>
    </div>`;
}

export interface CertificateOptions {
  /** Whether the subject is the signed-in person, who may have a certificate of their own. */
  readonly own: boolean;
  readonly names: CertificateNames | null;
  readonly issued: IssuedCertificateView | null;
  readonly waits: boolean;
  readonly failure: FailureCode | null;
  readonly get: () => void;
}

/** Who is verified, and the certificate that names them. */
export function passedStep(
  verification: IdentityVerificationView,
  scene: IdentityScene,
  options: { readonly certificate: CertificateOptions; readonly again: () => void },
): TemplateResult {
  const { words, vocabulary, timeZone } = scene;
  const name = html`<bdi>${personalWords(verification.verifiedName, vocabulary, timeZone)}</bdi>`;
  const id: IdentityId = verification.subject.kind === 'person' ? 'passedPerson' : 'passedOrganisation';
  return html`<h3 class="line">${verdictMark('pass', 20)}<span>${words.text('passedTitle')}</span></h3>
    <p>${words.parts(id, { name })}</p>
    ${facts(verification, scene)} ${options.certificate.own ? certificatePart(options.certificate, scene) : nothing}
    <div class="line wrap">
      <button type="button" class="button again" @click=${options.again}>${words.text('again')}</button>
    </div>`;
}

function certificatePart({ names, issued, waits, failure, get }: CertificateOptions, scene: IdentityScene): TemplateResult {
  const { words, timeZone } = scene;
  const until = issued?.notAfter ?? null;
  const shown = names
    ? html`<p>
          ${words.parts('certificateOf', { holder: html`<b><bdi>${names.holder}</bdi></b>`, issuer: html`<bdi>${names.issuer}</bdi>` })}
        </p>
        <p class="small">
          <span class="muted">${words.text('certificateSubject')}</span> <code><bdi>${names.subjectText}</bdi></code>
        </p>
        ${until === null ? nothing : html`<p class="small muted num">${words.text('certificateUntil', { date: formatDay(until, timeZone) })}</p>`}`
    : html`<p>${words.text('certificateNone')}</p>
        ${codeNotice(failure, { title: words.text('failedCertificate') }, scene)}
        ${
          waits
            ? html`<p class="line" role="status">${icon('clock')}<span>${words.text('certificateWaits')}</span></p>`
            : html`<p>
                <button type="button" class="button primary get-certificate" @click=${get}>
                  ${icon('proof')}<span>${words.text('certificateGet')}</span>
                </button>
              </p>`
        }`;
  return html`<section class="certificate stack" aria-label=${words.text('certificate')}>
    <h4>${words.text('certificate')}</h4>
    ${shown}
  </section>`;
}

/** Why not, and the way on. */
export function failedStep(verification: IdentityVerificationView, scene: IdentityScene, again: () => void): TemplateResult {
  const { words } = scene;
  const id = `failure-${verification.failure ?? 'other'}`;
  return html`<div class="note danger" role="alert">
      ${verdictMark('fail', 16)}
      <div class="stack">
        <b>${words.text('failedTitle')}</b>
        <p>${words.text(words.has(id) ? id : 'failure-other')}</p>
      </div>
    </div>
    ${facts(verification, scene)}
    <div class="line wrap">
      <button type="button" class="button primary again" @click=${again}>${words.text('anotherWay')}</button>
    </div>`;
}

/** What the server keeps of it: numbers as their masks. */
function facts(verification: IdentityVerificationView, { words, vocabulary, timeZone }: IdentityScene): TemplateResult {
  const { method, startedAt, finishedAt, state, documents } = verification;
  const said = (text: IdentityVerificationView['phoneShown']): string | null =>
    text === null ? null : personalWords(text, vocabulary, timeZone);
  const rows: readonly (readonly [IdentityId, string | null])[] = [
    ['fact-name', said(verification.verifiedName)],
    ['fact-registration', verification.registrationNumber],
    ['fact-legal', said(verification.legalRepresentative)],
    ['fact-number', said(verification.personalNumberShown)],
    ['fact-phone', said(verification.phoneShown)],
    ['fact-account', said(verification.accountShown)],
    ['fact-way', methodName(method, words)],
    ['fact-documents', documents.length === 0 ? null : documents.map(({ name }) => name).join(', ')],
    ['fact-since', state === 'passed' ? null : formatInstant(startedAt, timeZone)],
    ['fact-when', state === 'passed' && finishedAt !== null ? formatInstant(finishedAt, timeZone) : null],
  ];
  return html`<dl class="facts">
    ${rows.map(([id, value]) =>
      value === null
        ? nothing
        : html`<dt>${words.text(id)}</dt>
            <dd class="num"><bdi>${value}</bdi></dd>`,
    )}
  </dl>`;
}
