import type { EvidenceReport } from '@sealkit/core/evidence';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { EvidenceController } from '../controllers/evidence-controller.ts';
import { failureCodeOf } from '../controllers/failure-code.ts';
import type { TrustAnchors } from '../foundation/context.ts';
import { saveFile } from '../foundation/file-saving.ts';
import { formatFileSize, formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { FileDrop } from '../verification-report/file-drop.ts';
import { FocusWhenShown } from '../verification-report/focus-when-shown.ts';
import { REASON_WORDS } from '../verification-report/reason-words.messages.ts';
import { verificationReportStyles } from '../verification-report/verification-report.styles.ts';
import type { EvidenceFindings } from '../worker/evidence-findings.ts';
import { createTaskRunner, type TaskRunner } from '../worker/task-runner.ts';
import type { PolicyName } from '../worker/validation-tasks.ts';
import { SealEvidenceEvent } from './evidence-certificate.events.ts';
import { EVIDENCE_MESSAGES } from './evidence-certificate.messages.ts';
import { evidenceCertificateStyles } from './evidence-certificate.styles.ts';
import { evidenceOffer } from './evidence-offer.ts';
import { evidenceRows } from './evidence-rows.ts';
import { evidenceSide, missingList } from './evidence-side.ts';
import { countsText, type EvidenceWords, packageVerdict, type RowTexts, sentenceId, shownRows } from './evidence-words.ts';

const NOBODY: TrustAnchors = { signers: [], sealMakers: [], registers: [], timestampAuthorities: [] };
const NO_KEYS: readonly string[] = [];
const POLICIES: readonly PolicyName[] = ['basic', 'strict', 'long-term'];
const DENIED: readonly string[] = ['NOT_AUTHORIZED', 'ENVELOPE_NOT_FOUND'];

/**
 * Has the evidence package of an envelope made, and verifies it in this page without asking anybody: every row with what it looked
 * at, how it ended and why, and what the package does not hold. It also takes a package that a person has, without any server.
 *
 * @fires seal-evidence - A package was made or chosen, and verified.
 * @csspart headline - The sentence.
 */
export class EvidenceCertificate extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, verificationReportStyles, evidenceCertificateStyles];

  /** Whose evidence is made. Without it packages are only verified. */
  @property({ attribute: 'envelope-id' }) envelopeId: string | undefined = undefined;
  /** For the signatures in the document: `basic`, `strict` or `long-term`. */
  @property() policy: PolicyName = 'strict';
  /** A package to verify. */
  @property({ attribute: false }) file: Blob | undefined = undefined;
  /** The document of the envelope, where it does not come to the server: it goes into the package, or is laid beside one without it. */
  @property({ attribute: false }) document: Blob | undefined = undefined;
  /** Trust anchors; those of the provider when absent. Without any, nobody is trusted. */
  @property({ attribute: false }) trust: TrustAnchors | undefined = undefined;
  /** Keys of logs that are trusted; those of the provider when absent. */
  @property({ attribute: false }) logKeys: readonly string[] | undefined = undefined;
  /** Runs the work over packages; a worker by default. */
  @property({ attribute: false }) tasks: TaskRunner | undefined = undefined;

  @state() private openRows: ReadonlySet<string> = new Set();
  @state() private rowTexts: RowTexts | undefined = undefined;

  private readonly words = this.bind(EVIDENCE_MESSAGES);
  private readonly validationReasons = this.bind(REASON_WORDS);
  private readonly refusals = this.bind(REFUSALS);
  private readonly evidence = new EvidenceController(this);
  private readonly dropping = new FileDrop(this, (file) => void this.#verifyAsked(file));
  private readonly live = new LiveRegion(this);
  private readonly focusing = new FocusWhenShown(this, ['.headline h2', '.failed', '.busy', 'h2']);
  #ownTasks: TaskRunner | undefined;
  #verifiedBy: readonly unknown[] | undefined;
  #person: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ownTasks?.close();
    this.#ownTasks = undefined;
  }

  /** Moves the focus to the sentence, or to what stands in its place; at the latest once the element is shown. */
  override focus(): void {
    this.focusing.focus();
  }

  /** Has the server make the package and verifies it; null when that failed or a newer question overtook it. */
  async request(): Promise<EvidenceReport | null> {
    const { context, envelopeId } = this;
    if (!context?.client || envelopeId === undefined) return null;
    this.live.announce(this.words.text('making'));
    const made = await this.evidence.make(context.client, envelopeId, this.document ?? null, `case-${envelopeId}.asice`);
    return made && this.evidence.file ? this.#verify(this.evidence.file, 'server') : null;
  }

  /** Verifies a package and gives the report; null when that could not be done or a newer file overtook it. */
  verify(file: Blob): Promise<EvidenceReport | null> {
    return this.#verify(file, 'file');
  }

  /** Offers the package as a file. */
  download(): void {
    const { file } = this.evidence;
    if (!file) return;
    saveFile(file, file instanceof File ? file.name : 'case.asice');
    this.live.announce(this.words.text('downloaded'));
  }

  /** The findings as JSON text. */
  toJSON(): string {
    const { findings } = this.evidence;
    return JSON.stringify(
      findings && { ...findings.report, notChecked: findings.unchecked, sha256: findings.sha256, sm3: findings.sm3 },
      null,
      2,
    );
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.#followPerson();
    if (changed.has('file') && this.file) void this.verify(this.file);
    else if ((changed.has('file') || changed.has('envelopeId')) && this.hasUpdated) this.evidence.clear();
    else if (this.evidence.findings && this.evidence.file && this.#termsChanged())
      void this.#verify(this.evidence.file, this.evidence.from);
  }

  override render(): TemplateResult {
    const { findings, stage } = this.evidence;
    return html`<div class="report ${this.dropping.over && findings ? 'dropping' : ''}" lang=${this.locale}>
      ${stage !== null && !findings ? this.#renderBusy(stage) : nothing} ${this.#renderFailure()}
      ${
        findings && this.rowTexts
          ? this.#renderFindings(findings, this.#shownWords(this.rowTexts))
          : stage === null
            ? this.#renderOffer()
            : nothing
      }
      <input
        class="visually-hidden"
        type="file"
        id="file"
        tabindex="-1"
        aria-hidden="true"
        accept=".asice,application/vnd.etsi.asic-e+zip"
        @change=${this.#onChoose}
      />
      ${this.live.render()}
    </div>`;
  }

  /** Head, then what can be done with the package, then the rows: on a wide page the middle one stands beside the others. */
  #renderFindings(findings: EvidenceFindings, shown: EvidenceWords): TemplateResult {
    const rows = shownRows(findings);
    const { contents } = findings;
    const open = { isOpen: (key: string) => this.openRows.has(key), toggle: (key: string) => this.#toggle(key) };
    return html`<div class="main first" aria-busy=${this.evidence.stage === null ? 'false' : 'true'}>
        ${this.#renderHead(findings, countsText(rows, shown))} ${this.#renderNotes(findings)}
      </div>
      <aside class="side">
        ${evidenceSide(findings, shown, {
          download: () => this.download(),
          downloadReport: () => this.#downloadReport(),
          copy: (text) => void this.#copy(text),
          makeAgain: this.#canMake() ? () => void this.#makeAsked() : null,
          choose: this.#choose,
        })}
      </aside>
      <div class="main">${contents ? missingList(contents, shown) : nothing} ${evidenceRows(rows, contents, shown, open)}</div>`;
  }

  #renderHead(findings: EvidenceFindings, counts: string): TemplateResult {
    const { words, timeZone, locale } = this;
    const { report, contents } = findings;
    const verdict = packageVerdict(findings);
    const { file } = this.evidence;
    return html`<div class="headline ${verdict}" part="headline">
        ${verdictMark(verdict, 40)}
        <div>
          <h2 tabindex="-1">${words.text(sentenceId(findings))}</h2>
          <p>${counts}</p>
        </div>
      </div>
      <div class="meta small muted">
        <span>${icon('folder')}<bdi>${this.#fileName(file)}</bdi> <span class="num">${formatFileSize(file?.size ?? 0, locale)}</span></span>
        <span>${icon('offline')}${words.text('local')}</span>
        <span class="num">${icon('clock')}${formatInstant(report.validationTime, timeZone)}</span>
        ${report.envelopeId === null ? nothing : html`<span>${words.parts('envelope', { id: html`<bdi>${report.envelopeId}</bdi>` })}</span>`}
        ${
          contents === null
            ? nothing
            : html`<span class="num"
                >${words.parts('issued', { time: formatInstant(contents.issuedAt, timeZone), issuer: html`<bdi>${contents.issuer}</bdi>` })}</span
              >`
        }
      </div>`;
  }

  /** What a reader must know before believing a row. */
  #renderNotes({ report, contents }: EvidenceFindings): TemplateResult {
    const { words, envelopeId } = this;
    const isOther = envelopeId !== undefined && report.envelopeId !== null && report.envelopeId !== envelopeId;
    const note = (text: string): TemplateResult => html`<p class="note warn">${verdictMark('warn', 18)}<span>${text}</span></p>`;
    return html`${isOther ? note(words.text('otherEnvelope')) : nothing}
    ${contents !== null && this.#trust().registers.length === 0 ? note(words.text('noTrust')) : nothing}
    ${contents !== null && this.#logKeys().length === 0 ? note(words.text('noLogKeys')) : nothing}`;
  }

  #renderOffer(): TemplateResult {
    return evidenceOffer(
      { words: this.words },
      {
        make: this.#canMake() ? () => void this.#makeAsked() : null,
        hasEnvelope: this.envelopeId !== undefined,
        choose: this.#choose,
        over: this.dropping.over,
      },
    );
  }

  #renderBusy(stage: 'making' | 'verifying'): TemplateResult {
    const { words } = this;
    const name = html`<bdi>${this.#fileName(this.evidence.file)}</bdi>`;
    return html`<div class="busy stack" role="status" tabindex="-1">
      <p class="secondary">${stage === 'making' ? words.text('making') : words.parts('verifying', { name })}</p>
      <i class="skeleton tall"></i><i class="skeleton"></i><i class="skeleton"></i><i class="skeleton short"></i>
    </div>`;
  }

  #renderFailure(): TemplateResult | typeof nothing {
    const { failure } = this.evidence;
    if (failure === null) return nothing;
    const { words, refusals, vocabulary } = this;
    const { code, retryable } = failureCodeOf(failure.error);
    const kind = failure.at === 'verifying' ? 'unread' : DENIED.includes(code) ? 'denied' : 'failed';
    const again = (): void => void (failure.at === 'making' ? this.#makeAsked() : this.#verifyAsked(this.evidence.file));
    const action = retryable ? { action: { label: vocabulary.text('retry'), icon: 'refresh' as const, run: again } } : {};
    const notice = { title: words.text(`${kind}Title`), kept: words.text(`${kind}Kept`), ...action };
    return html`<div class="failed" tabindex="-1">${refusalNotice(failure.error, notice, { refusals, vocabulary })}</div>`;
  }

  #shownWords(texts: RowTexts): EvidenceWords {
    const { words, validationReasons: validation, vocabulary, locale, timeZone } = this;
    return { ...texts, words, validation, vocabulary, locale, timeZone };
  }

  async #loadTexts(): Promise<void> {
    const { ROW_WORDS, ROW_REASONS } = await import('./row-catalogues.ts');
    this.rowTexts ??= { rows: this.bind(ROW_WORDS), reasons: this.bind(ROW_REASONS) };
  }

  #trust(): TrustAnchors {
    return this.trust ?? this.context?.trust ?? NOBODY;
  }

  #logKeys(): readonly string[] {
    return this.logKeys ?? this.context?.logKeys ?? NO_KEYS;
  }

  #terms(): readonly unknown[] {
    return [this.#trust(), this.#logKeys(), this.policy, this.document];
  }

  /** Other anchors, keys, policy or document are another question about the same package. */
  #termsChanged(): boolean {
    const terms = this.#terms();
    return this.#verifiedBy?.some((term, index) => term !== terms[index]) ?? false;
  }

  #canMake(): boolean {
    return this.envelopeId !== undefined && (this.context?.client ?? null) !== null;
  }

  /** What the server gave to one person is not shown to the next. */
  #followPerson(): void {
    const person = this.context?.session?.person.id;
    if (person === this.#person) return;
    const isAnother = this.#person !== undefined;
    this.#person = person;
    if (isAnother && this.evidence.from === 'server') this.evidence.clear();
  }

  async #verify(file: Blob, from: 'server' | 'file'): Promise<EvidenceReport | null> {
    this.#verifiedBy = this.#terms();
    this.openRows = new Set();
    this.live.announce(this.words.text('verifying', { name: this.#fileName(file) }));
    const done = await this.evidence.verify(file, from, {
      tasks: this.tasks ?? (this.#ownTasks ??= createTaskRunner(this.context?.assets.worker)),
      document: this.document ?? null,
      policy: POLICIES.find((name) => name === this.policy) ?? 'strict',
      trust: this.#trust(),
      logKeys: this.#logKeys(),
      time: this.context?.clock.now() ?? new Date(),
      prepare: () => this.#loadTexts(),
    });
    const { findings } = this.evidence;
    if (!done || !findings) return null;
    const sentence = `${this.words.text(sentenceId(findings))} ${countsText(shownRows(findings), { words: this.words })}`;
    this.live.announce(this.words.text('verified', { sentence }));
    this.dispatchEvent(new SealEvidenceEvent(file, findings, from));
    return findings.report;
  }

  #makeAsked(): Promise<void> {
    return this.#asked(this.request());
  }

  #verifyAsked(file: Blob | null): Promise<void> {
    return file === null ? Promise.resolve() : this.#asked(this.verify(file));
  }

  /** What a person asked for here replaces what they had the focus on: the focus moves to what is said in its place. */
  async #asked(work: Promise<unknown>): Promise<void> {
    await this.updateComplete;
    this.focus();
    await work;
    await this.updateComplete;
    if (document.activeElement === null || document.activeElement === document.body) this.focus();
  }

  #fileName(file: Blob | null): string {
    return file instanceof File ? file.name : this.words.text('unnamed');
  }

  #toggle(key: string): void {
    const open = new Set(this.openRows);
    if (!open.delete(key)) open.add(key);
    this.openRows = open;
  }

  async #copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.live.announce(this.vocabulary.text('copied'));
  }

  #downloadReport(): void {
    saveFile(
      new Blob([this.toJSON()], { type: 'application/json' }),
      `${this.#fileName(this.evidence.file).replace(/\.asice$/i, '')}-findings.json`,
    );
    this.live.announce(this.words.text('downloadedReport'));
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
