import type { SignatureReport, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { VerificationController } from '../controllers/verification-controller.ts';
import type { TrustAnchors } from '../foundation/context.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import { saveFile } from '../foundation/file-saving.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { createTaskRunner, type TaskRunner } from '../worker/task-runner.ts';
import type { PolicyName } from '../worker/validation-tasks.ts';
import { BeforeAfter, beforeAfter } from './before-after.ts';
import { changesTable } from './changes-table.ts';
import { EVIDENCE_WORDS } from './evidence-words.messages.ts';
import { evidenceStyles } from './evidence.styles.ts';
import { FileDrop } from './file-drop.ts';
import { FocusWhenShown } from './focus-when-shown.ts';
import { checkGroups, rowKeys, type RowState } from './check-rows.ts';
import { CHECK_WORDS } from './check-words.messages.ts';
import { missingThings } from './missing-things.ts';
import { OnlineStatus } from './online-status.ts';
import { REASON_WORDS } from './reason-words.messages.ts';
import { reportHead, signatureTitle } from './report-head.ts';
import { allChecks, documentVerdict, sentenceOf } from './report-summary.ts';
import { reasonText, type ReportWords } from './report-words.ts';
import { SessionTrust } from './session-trust.ts';
import { signatureAside } from './signature-aside.ts';
import { SealCheckDetailEvent, SealResultEvent } from './verification-report.events.ts';
import { REPORT_MESSAGES } from './verification-report.messages.ts';
import { verificationReportStyles } from './verification-report.styles.ts';

const EMPTY_TRUST: TrustAnchors = { signers: [], sealMakers: [], registers: [], timestampAuthorities: [] };
const POLICIES: readonly PolicyName[] = ['basic', 'strict', 'long-term'];

/**
 * Verifies a PDF in this page and shows what was found: one sentence, four answers, a row per check with its reason, the
 * certificate path, the seal, and what was changed later. Nothing is uploaded.
 *
 * @fires seal-result - A file was verified.
 * @fires seal-check-detail - A check was opened.
 * @fires seal-before-trust-change - Before a certificate is trusted for this session; cancelable.
 * @fires seal-trust-change - A certificate is trusted for this session, or no longer.
 * @slot empty - In place of the words shown without a file.
 * @csspart headline - The sentence.
 */
export class VerificationReport extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, verificationReportStyles, evidenceStyles];

  /** `basic`, `strict` or `long-term`. */
  @property() policy: PolicyName = 'strict';
  /** The file to verify. */
  @property({ attribute: false }) file: Blob | undefined = undefined;
  /** The same as octets. */
  @property({ attribute: false }) document: Uint8Array | Blob | undefined = undefined;
  /** Trust anchors; those of the provider when absent. Without any, nobody is trusted. */
  @property({ attribute: false }) trust: TrustAnchors | undefined = undefined;
  /** A report made elsewhere, to show as it is; nothing is verified then. */
  @property({ attribute: false }) report: ValidationReport | undefined = undefined;
  /** Runs the work over documents; a worker by default. */
  @property({ attribute: false }) tasks: TaskRunner | undefined = undefined;

  @state() private openRows: ReadonlySet<string> = new Set();

  private readonly words = this.bind(REPORT_MESSAGES);
  private readonly checkWords = this.bind(CHECK_WORDS);
  private readonly reasonWords = this.bind(REASON_WORDS);
  private readonly evidence = this.bind(EVIDENCE_WORDS);
  private readonly refusals = this.bind(REFUSALS);
  private readonly verification = new VerificationController(this);
  private readonly trusting = new SessionTrust(this, {
    verification: this.verification,
    session: () => this.context?.session ?? null,
    changed: () => this.#again(),
    ended: () => {
      if (this.verification.file) void this.verify(this.verification.file);
    },
  });
  private readonly online = new OnlineStatus(this, {
    verification: this.verification,
    client: () => (this.report ? null : (this.context?.client ?? null)),
    refusals: this.refusals,
    answered: () => this.#again(),
  });
  private readonly dropping = new FileDrop(this, (file) => void this.#verifyAsked(file));
  private readonly versions = new BeforeAfter(this, {
    report: () => (this.report ? null : this.verification.report),
    file: () => this.verification.file,
    cut: (revision) => this.verification.cut(revision, this.#tasks()),
    assets: () => this.context?.assets ?? {},
  });
  private readonly live = new LiveRegion(this);
  private readonly focusing = new FocusWhenShown(this, ['.headline h2', '.failed', '.busy', '.drop-zone h2']);
  #ownTasks: TaskRunner | undefined;
  #source: Element | null = null;
  #verifiedTrust: TrustAnchors | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen(null);
    this.#ownTasks?.close();
    this.#ownTasks = undefined;
  }

  /** Moves the focus to the sentence of the report, or to what stands in its place; at the latest once the element is shown. */
  override focus(): void {
    this.focusing.focus();
  }

  /** Verifies a file and gives the report; null when it could not be read as a PDF, or a newer file overtook it. */
  async verify(file: Blob): Promise<ValidationReport | null> {
    this.trusting.dismiss();
    if (file !== this.verification.file) this.online.dismiss();
    const trust = this.#trust();
    this.#verifiedTrust = trust;
    this.live.announce(this.words.text('verifying', { name: this.#fileName(file) }));
    const time = this.context?.clock.now() ?? new Date();
    const done = await this.verification.verify(file, { tasks: this.#tasks(), policy: this.#policy(), trust, time });
    const { report } = this.verification;
    if (!done || !report) return null;
    const sentence = this.words.text(sentenceOf(report));
    this.live.announce(this.words.text('verified', { verdict: this.vocabulary.text(documentVerdict(report)), sentence }));
    this.dispatchEvent(new SealResultEvent(report));
    return report;
  }

  /** The report as JSON text. */
  toJSON(): string {
    return JSON.stringify(this.#shown(), null, 2);
  }

  /** Opens every row and prints the page. */
  async print(): Promise<void> {
    const report = this.#shown();
    if (!report) return;
    this.openRows = new Set(rowKeys(report));
    await this.updateComplete;
    globalThis.print();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.#listen(this.context?.element ?? null);
    this.trusting.followPerson();
    const given = this.file ?? (this.document instanceof Uint8Array ? new Blob([copyOf(this.document)]) : this.document);
    if ((changed.has('file') || changed.has('document')) && given) void this.verify(given);
    else if ((changed.has('file') || changed.has('document')) && this.verification.file) this.verification.clear();
    else if (this.verification.file && !this.report && this.#termsChanged(changed)) void this.verify(this.verification.file);
  }

  override render(): TemplateResult {
    const report = this.#shown();
    return html`<div class="report ${this.dropping.over ? 'dropping' : ''}" lang=${this.locale}>
      ${this.verification.busy && !report ? this.#renderBusy() : nothing} ${this.#renderFailure()}
      ${report ? this.#renderReport(report) : this.verification.busy || this.verification.failure ? nothing : this.#renderEmpty()}
      <input
        class="visually-hidden"
        type="file"
        id="file"
        tabindex="-1"
        aria-hidden="true"
        accept="application/pdf,.pdf"
        @change=${this.#onChoose}
      />
      ${this.live.render()}
    </div>`;
  }

  #renderReport(report: ValidationReport): TemplateResult {
    const shown = this.#words();
    const { signatures } = report;
    const many = signatures.length > 1;
    const rows = { isOpen: (key: string) => this.openRows.has(key), toggle: (key: string, id: string) => this.#toggle(key, id) };
    return html`<div class="main" aria-busy=${this.verification.busy ? 'true' : 'false'}>
        ${reportHead(report, shown, { name: this.#fileName(this.verification.file), size: this.verification.file?.size ?? report.document.size })}
        ${this.trusting.renderNotes(shown)} ${this.online.renderNote(shown)}
        ${missingThings(report, shown, this.verification.sessionAnchors, {
          compare: this.trusting.asking ? null : (certificate) => this.trusting.start(certificate),
          ask: this.online.renderButton(report, shown),
        })}
        ${this.trusting.renderForm(shown)} ${beforeAfter(this.versions.shown, report, shown)}
        ${signatures.map((signature) => changesTable(signature, shown, (revision) => void this.#recover(revision)))}
        ${many ? this.#renderManyChecks(report, shown, rows) : checkGroups('checks', allChecks(report), shown, rows)}
        ${this.#renderNotices(report, shown)}
      </div>
      <aside class="side">
        ${signatures.map((signature, index) => this.#renderAside(signature, index, report, shown))} ${this.#renderTools(report, shown)}
      </aside>`;
  }

  /** With several signatures the file's own checks stand apart from those of each signature. */
  #renderManyChecks(report: ValidationReport, shown: ReportWords, rows: RowState): TemplateResult {
    return html`${checkGroups('document', report.document.checks, shown, rows)}
    ${report.signatures.map(
      (signature, index) =>
        html`<section class="signature">
          <h3>${signatureTitle(signature, index + 1, shown)}</h3>
          ${checkGroups(`signature-${index}`, signature.checks, shown, rows)}
        </section>`,
    )}`;
  }

  #renderAside(signature: SignatureReport, index: number, report: ValidationReport, shown: ReportWords): TemplateResult {
    const many = report.signatures.length > 1;
    return html`<section class="side-signature">
      ${many ? html`<h3>${signatureTitle(signature, index + 1, shown)}</h3>` : nothing} ${signatureAside(signature, report, shown)}
    </section>`;
  }

  #renderTools(report: ValidationReport, shown: ReportWords): TemplateResult {
    return html`<div class="tools line wrap">
      <button type="button" class="button compact" @click=${() => void this.print()}>
        ${icon('print')}<span>${this.vocabulary.text('print')}</span>
      </button>
      <button type="button" class="button compact copy" @click=${() => void this.#copy()}>
        ${icon('copy')}<span>${this.words.text('copyJson')}</span>
      </button>
      <button type="button" class="button compact download" @click=${() => this.#download()}>
        ${icon('download')}<span>${this.evidence.text('downloadJson')}</span>
      </button>
      ${documentVerdict(report) === 'unsure' ? nothing : this.online.renderButton(report, shown)}
      <button type="button" class="button compact another" @click=${this.#choose}>
        ${icon('upload')}<span>${this.words.text('anotherFile')}</span>
      </button>
    </div>`;
  }

  #renderNotices(report: ValidationReport, shown: ReportWords): TemplateResult | typeof nothing {
    if (report.notices.length === 0) return nothing;
    return html`<section class="group">
      <h3 class="sub">${this.words.text('notices')}</h3>
      <ul>
        ${report.notices.map(({ code }) => html`<li class="notice">${icon('info')}<span>${reasonText(code.replace(/^CMS_/, ''), shown)}</span></li>`)}
      </ul>
    </section>`;
  }

  #renderBusy(): TemplateResult {
    const name = this.#fileName(this.verification.file);
    return html`<div class="busy stack" role="status" tabindex="-1">
      <p class="secondary">${this.words.parts('verifying', { name: html`<bdi>${name}</bdi>` })}</p>
      <i class="skeleton tall"></i><i class="skeleton"></i><i class="skeleton"></i><i class="skeleton short"></i>
    </div>`;
  }

  #renderFailure(): TemplateResult | typeof nothing {
    const { failure } = this.verification;
    if (!failure || this.report) return nothing;
    const { reason, next } = refusalWords(failure.code, this.refusals);
    return html`<div class="failed" tabindex="-1">
      ${failureNotice(
        {
          title: this.words.text('failedTitle'),
          reason: `${reason} ${next}`,
          kept: this.words.text('failedKept'),
          code: failure.code,
          retryable: failure.retryable,
          action: { label: this.words.text('anotherFile'), icon: 'upload', run: this.#choose },
        },
        this.vocabulary,
      )}
    </div>`;
  }

  #renderEmpty(): TemplateResult {
    return html`<slot name="empty"
      ><div class="empty drop-zone">
        ${icon('page')}
        <h2 tabindex="-1">${this.words.text('emptyTitle')}</h2>
        <p>${this.words.text('emptyText')}</p>
        <button type="button" class="button" @click=${this.#choose}>${icon('upload')}<span>${this.words.text('choose')}</span></button>
      </div></slot
    >`;
  }

  #words(): ReportWords {
    const { words, vocabulary, locale, timeZone } = this;
    const person = this.context?.session?.person;
    const personName = (id: string): string | undefined => (person?.id === id ? person.name : undefined);
    return { words, checks: this.checkWords, reasons: this.reasonWords, evidence: this.evidence, vocabulary, locale, timeZone, personName };
  }

  #shown(): ValidationReport | null {
    return this.report ?? this.verification.report;
  }

  #trust(): TrustAnchors {
    return this.trust ?? this.context?.trust ?? EMPTY_TRUST;
  }

  #policy(): PolicyName {
    return POLICIES.find((name) => name === this.policy) ?? 'strict';
  }

  #tasks(): TaskRunner {
    return this.tasks ?? (this.#ownTasks ??= createTaskRunner(this.context?.assets.worker));
  }

  /** Another policy or other anchors are another question about the same file. */
  #termsChanged(changed: PropertyValues<this>): boolean {
    return changed.has('policy') || (this.#verifiedTrust !== undefined && this.#trust() !== this.#verifiedTrust);
  }

  #fileName(file: Blob | null): string {
    return file instanceof File ? file.name : this.words.text('unnamed');
  }

  #toggle(key: string, id: string): void {
    const open = new Set(this.openRows);
    if (open.delete(key)) this.openRows = open;
    else {
      this.openRows = open.add(key);
      this.dispatchEvent(new SealCheckDetailEvent(id));
    }
  }

  #again(): void {
    if (this.verification.file) void this.#verifyAsked(this.verification.file);
  }

  /** Verifies what the person asked for here. What they had the focus on may go: the focus moves to what is said in its place. */
  async #verifyAsked(file: Blob): Promise<void> {
    const verified = this.verify(file);
    await this.updateComplete;
    this.focus();
    await verified;
    await this.updateComplete;
    if (document.activeElement === null || document.activeElement === document.body) this.focus();
  }

  #listen(source: Element | null): void {
    if (source === this.#source) return;
    this.#source?.removeEventListener('seal-verify', this.#onAskedFor);
    source?.addEventListener('seal-verify', this.#onAskedFor);
    this.#source = source;
  }

  /** The person went on from a signed file to its report: the focus goes with them. */
  readonly #onAskedFor = (): void => this.focus();

  async #recover(revision: number): Promise<void> {
    const document = await this.verification.cut(revision, this.#tasks());
    if (!document) return;
    const name = this.#fileName(this.verification.file).replace(/\.pdf$/i, '');
    saveFile(document, `${name}-revision-${revision}.pdf`);
    this.live.announce(this.words.text('recovered', { revision }));
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.toJSON());
    this.live.announce(this.vocabulary.text('copied'));
  }

  #download(): void {
    const name = this.#fileName(this.verification.file).replace(/\.pdf$/i, '');
    saveFile(new Blob([this.toJSON()], { type: 'application/json' }), `${name}-report.json`);
    this.live.announce(this.evidence.text('downloadedJson'));
  }

  readonly #choose = (): void => {
    this.shadowRoot?.querySelector<HTMLInputElement>('#file')?.click();
  };

  readonly #onChoose = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (file) void this.#verifyAsked(file);
  };
}

/** Octets of the host may lie in shared memory, which a Blob does not take. */
function copyOf(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets);
}
