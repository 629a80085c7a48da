import type { CertificateSummary, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { allChecks, documentVerdict, isForeignSigner } from './report-summary.ts';
import type { ReportWords } from './report-words.ts';
import { certificateName } from './certificate-name.ts';

/** Nobody said what can be relied on now. */
const UNKNOWN_STATUS: ReadonlySet<string> = new Set(['REVOCATION_DATA_MISSING', 'REVOCATION_DATA_STALE', 'REVOCATION_DATA_UNRELIABLE']);

/** What is missing for an answer, with one action each. Shown only when the answer is "cannot tell". */
export function missingThings(
  report: ValidationReport,
  shown: ReportWords,
  trusted: readonly CertificateSummary[],
  compare: ((certificate: CertificateSummary) => void) | null,
): TemplateResult | typeof nothing {
  if (documentVerdict(report) !== 'unsure') return nothing;
  const { words } = shown;
  const things: TemplateResult[] = [];
  for (const signer of foreignSigners(report, trusted)) {
    const name = html`<bdi>${certificateName(signer)}</bdi>`;
    things.push(
      html`<li>
        <b>${words.text('missingAnchor')}</b>
        <span>${words.parts('missingAnchorText', { name })}</span>
        ${
          compare
            ? html`<button type="button" class="button compact compare" @click=${() => compare(signer)}>
                ${words.text('trustStart')}
              </button>`
            : nothing
        }
      </li>`,
    );
  }
  const sealUnknown = report.signatures.some(
    ({ seal, permit }) => seal?.statement.indication === 'INDETERMINATE' || (seal?.permit ?? permit)?.indication === 'INDETERMINATE',
  );
  if (sealUnknown)
    things.push(
      html`<li>
        <b>${words.text('missingRegister')}</b>
        <span>${words.text('missingRegisterText')}</span>
      </li>`,
    );
  if (allChecks(report).some(({ reason }) => reason !== undefined && UNKNOWN_STATUS.has(reason)))
    things.push(
      html`<li>
        <b>${words.text('missingRevocation')}</b>
        <span>${words.text('missingRevocationText')}</span>
      </li>`,
    );
  if (things.length === 0) return nothing;
  return html`<section class="missing">
    <h3>${words.text('missingTitle', { count: things.length })}</h3>
    <ol>
      ${things}
    </ol>
  </section>`;
}

/** Signers to compare a fingerprint with. Whom the person trusts already is not asked for again, whatever else is missing. */
function foreignSigners(report: ValidationReport, trusted: readonly CertificateSummary[]): readonly CertificateSummary[] {
  const found = new Map<string, CertificateSummary>();
  for (const signature of report.signatures)
    if (signature.signer && isForeignSigner(signature)) found.set(signature.signer.sha256, signature.signer);
  return [...found.values()].filter(({ sha256 }) => !trusted.some((anchor) => anchor.sha256 === sha256));
}
