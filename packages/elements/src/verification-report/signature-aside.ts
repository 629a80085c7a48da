import type { SealReport, SignatureReport, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay, formatMillimetres, formatPageRanges } from '../foundation/format.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { verdictLabel, verdictMark } from '../foundation/verdict-mark.ts';
import { certificateName } from './certificate-name.ts';
import { certificatePath } from './certificate-path.ts';
import { counterSignatures } from './counter-signatures.ts';
import { lastingNote } from './lasting-note.ts';
import type { ReportWords } from './report-words.ts';
import { verdictOfIndication } from './report-summary.ts';
import { timeLine } from './time-line.ts';

type Approval = NonNullable<SignatureReport['permit']>['approvals'][number];

/** Seal, permit, times and certificate path of a signature, and how long it can be checked. */
export function signatureAside(signature: SignatureReport, report: ValidationReport, shown: ReportWords): TemplateResult {
  return html`${signature.seal ? sealFacts(signature.seal, shown) : nothing} ${permitFacts(signature, shown)}
  ${timeLine(signature, report, shown)} ${certificatePath(signature, shown)} ${counterSignatures(signature, shown)}
  ${lastingNote(signature, shown)}`;
}

function sealFacts(seal: SealReport, shown: ReportWords): TemplateResult {
  const { words, vocabulary, timeZone } = shown;
  const { statement, places } = seal;
  const different = places.filter(({ picture }) => picture === 'different');
  const skipped = places.filter(({ picture }) => picture === 'not-checked');
  const verdict = different.length > 0 ? 'fail' : skipped.length > 0 ? 'skip' : 'pass';
  const pages = places.flatMap(({ page }) => page ?? []);
  const word = verdict === 'pass' ? 'placeEqual' : verdict === 'fail' ? 'placeDifferent' : 'placeSkipped';
  return html`<h3 class="sub">${words.text('sealTitle')}</h3>
    <div class="seal-facts">
      <span class="chip millimetres">${sealPicture(statement.picture)}</span>
      <dl class="facts small">
        <dt>${words.text('sealTitle')}</dt>
        <dd>
          <b><bdi>${statement.name}</bdi></b> ${vocabulary.text('version', { version: statement.version })}
          ${statement.testMaterial ? html`<span class="badge">${vocabulary.text('testMaterial')}</span>` : nothing}
        </dd>
        <dt>${words.text('verdict')}</dt>
        <dd>${verdictLabel(verdictOfIndication(statement.indication), vocabulary, 14)}</dd>
        <dt>${words.text('sealNumber')}</dt>
        <dd>
          <code><bdi>${statement.number}</bdi></code>
        </dd>
        <dt>${words.text('sealSize')}</dt>
        <dd class="num">${formatMillimetres(statement.widthUm)} × ${formatMillimetres(statement.heightUm)} mm</dd>
        <dt>${words.text('sealValid')}</dt>
        <dd class="num">${formatDay(statement.validStart, timeZone)} – ${formatDay(statement.validEnd, timeZone)}</dd>
        ${
          statement.maker
            ? html`<dt>${words.text('sealMaker')}</dt>
                <dd><bdi>${certificateName(statement.maker)}</bdi></dd>`
            : nothing
        }
        ${
          places.length === 0
            ? nothing
            : html`<dt>${words.text('places')}</dt>
                <dd class="line wrap">
                  <span class="num">${vocabulary.text('page', { page: formatPageRanges(pages) })}</span
                  ><span class="line tight">${verdictMark(verdict, 14)}${words.text(word)}</span>
                </dd>`
        }
      </dl>
    </div>`;
}

function permitFacts(signature: SignatureReport, shown: ReportWords): TemplateResult | typeof nothing {
  const { words, vocabulary, personName } = shown;
  const permit = signature.seal?.permit ?? signature.permit;
  if (!permit) return nothing;
  const name = personName(permit.person) ?? personalSignerName(signature);
  return html`<h3 class="sub">${words.text('permitTitle')}</h3>
    <dl class="facts small">
      <dt>${words.text('verdict')}</dt>
      <dd>${verdictLabel(verdictOfIndication(permit.indication), vocabulary, 14)}</dd>
      <dt>${words.text('permitId')}</dt>
      <dd>
        <code><bdi>${permit.id}</bdi></code>
      </dd>
      ${
        name === undefined
          ? nothing
          : html`<dt>${words.text('permitPerson')}</dt>
              <dd><bdi>${name}</bdi></dd>`
      }
      <dt>${words.text('permitPersonId')}</dt>
      <dd>
        <code><bdi>${permit.person}</bdi></code>
      </dd>
      <dt>${words.text('permitIssuer')}</dt>
      <dd><bdi>${permit.issuer}</bdi></dd>
      ${permit.approvals.map((approval) => approvalFact(approval, shown))}
    </dl>
    ${signature.seal?.intent === null ? html`<p class="small muted">${words.text('noIntent')}</p>` : nothing}`;
}

/** Who approved, and with what: as the register says, or by a passkey whose key is named for whoever knows it. */
function approvalFact({ person, passkey }: Approval, { words, vocabulary, personName }: ReportWords): TemplateResult {
  return html`<dt>${words.text('permitApprover')}</dt>
    <dd class="stack tight">
      <bdi>${personName(person) ?? person}</bdi>
      ${
        passkey === null
          ? html`<span class="muted">${words.text('approvedInRegister')}</span>`
          : html`<span>${verdictLabel(verdictOfIndication(passkey.indication), vocabulary, 14)}</span>
              <span>${words.parts('approvedByPasskey', { site: html`<bdi>${passkey.rpId}</bdi>` })}</span> ${
                passkey.key === null
                  ? nothing
                  : html`<span class="muted">${words.parts('passkeyKey', { key: html`<code>${passkey.key}</code>` })}</span>`
              }`
      }
    </dd>`;
}

/** Who signs for themselves under a genuine permit is named in their own certificate. */
function personalSignerName({ seal, permit, signer }: SignatureReport): string | undefined {
  return seal === null && permit?.indication === 'PASSED' ? signer?.commonName : undefined;
}
