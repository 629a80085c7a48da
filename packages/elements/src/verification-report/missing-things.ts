import type { CertificateSummary, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import type { EvidenceWordId } from './evidence-words.messages.ts';
import { allChecks, documentVerdict, isForeignSigner } from './report-summary.ts';
import type { ReportWords } from './report-words.ts';
import { certificateName } from './certificate-name.ts';

/** What a person can do here about what is missing. */
export interface MissingWays {
  /** Null while a certificate is compared already. */
  readonly compare: ((certificate: CertificateSummary) => void) | null;
  /** Stands beside what services could say. */
  readonly ask: TemplateResult | typeof nothing;
}

/** What is missing for an answer, with one action each. Shown only when the answer is "cannot tell". */
export function missingThings(
  report: ValidationReport,
  shown: ReportWords,
  trusted: readonly CertificateSummary[],
  ways: MissingWays,
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
          ways.compare
            ? html`<button type="button" class="button compact compare" @click=${() => ways.compare?.(signer)}>
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
  for (const [reason, title] of openEvidence(report))
    things.push(
      html`<li>
        <b>${title === 'missingRevocation' ? words.text(title) : shown.evidence.text(title)}</b>
        <span>${shown.evidence.text(`todo-${reason}`)}</span>
        ${ASKABLE.has(title) ? ways.ask : nothing}
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

const ASKABLE: ReadonlySet<string> = new Set(['missingRevocation', 'missingAnswers', 'missingReliable', 'missingRelease']);

type EvidenceReason = Extract<EvidenceWordId, `todo-${string}`> extends `todo-${infer Reason}` ? Reason : never;

/** What the evidence lacks, by the reason of a check that could not be answered, each kind of thing once. */
const MISSING_EVIDENCE: Readonly<Partial<Record<EvidenceReason, EvidenceWordId | 'missingRevocation'>>> = {
  REVOCATION_DATA_MISSING: 'missingRevocation',
  REVOCATION_DATA_STALE: 'missingAnswers',
  REVOCATION_DATA_UNRELIABLE: 'missingReliable',
  CERTIFICATE_ON_HOLD: 'missingRelease',
  CERTIFICATE_REVOKED: 'missingProof',
  CERTIFICATE_EXPIRED: 'missingProof',
  TIME_NOT_PROVEN: 'missingProof',
  PAST_NOT_PROVEN: 'missingProof',
  TIMESTAMP_AUTHORITY_NOT_TRUSTED: 'missingAuthority',
  MATERIAL_NOT_IN_FILE: 'missingMaterial',
};

function openEvidence(report: ValidationReport): readonly (readonly [EvidenceReason, EvidenceWordId | 'missingRevocation'])[] {
  const found = new Map<string, readonly [EvidenceReason, EvidenceWordId | 'missingRevocation']>();
  for (const { status, reason } of allChecks(report)) {
    if (status === 'passed' || status === 'not-applicable' || !isEvidenceReason(reason)) continue;
    const title = MISSING_EVIDENCE[reason];
    if (title !== undefined && !found.has(title)) found.set(title, [reason, title]);
  }
  return [...found.values()];
}

function isEvidenceReason(reason: string | undefined): reason is EvidenceReason {
  return reason !== undefined && Object.hasOwn(MISSING_EVIDENCE, reason);
}

/** Signers to compare a fingerprint with. Whom the person trusts already is not asked for again, whatever else is missing. */
function foreignSigners(report: ValidationReport, trusted: readonly CertificateSummary[]): readonly CertificateSummary[] {
  const found = new Map<string, CertificateSummary>();
  for (const signature of report.signatures)
    if (signature.signer && isForeignSigner(signature)) found.set(signature.signer.sha256, signature.signer);
  return [...found.values()].filter(({ sha256 }) => !trusted.some((anchor) => anchor.sha256 === sha256));
}
