import type { SignatureReport, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { AssetUrls } from '../foundation/context.ts';
import { verdictMark, type VerdictName } from '../foundation/verdict-mark.ts';
import { RenderingError } from '../pdf-rendering/rendering-error.ts';
import { drawChangedPage, type ChangedPage } from './changed-page.ts';
import { isChangedLater } from './report-summary.ts';
import type { ReportWords } from './report-words.ts';

/** Where the versions of the present file come from. */
export interface VersionSource {
  readonly report: () => ValidationReport | null;
  readonly file: () => Blob | null;
  readonly cut: (revision: number) => Promise<Blob | null>;
  readonly assets: () => AssetUrls;
}

/** Draws the first changed page of a changed file, before and after, once for each report. What cannot be drawn is left out. */
export class BeforeAfter implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #source: VersionSource;
  #drawnFor: ValidationReport | null = null;
  #work: AbortController | undefined;

  shown: ChangedPage | null = null;

  constructor(host: ReactiveControllerHost, source: VersionSource) {
    this.#host = host;
    this.#source = source;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#work?.abort();
    this.#drawnFor = null;
  }

  hostUpdate(): void {
    const report = this.#source.report();
    if (report === this.#drawnFor) return;
    this.#drawnFor = report;
    this.#work?.abort();
    this.shown = null;
    const [changed, file] = [report ? firstChange(report) : null, this.#source.file()];
    if (!changed || !file) return;
    const work = new AbortController();
    this.#work = work;
    void this.#draw(changed, file, work.signal);
  }

  async #draw({ revision, page }: { readonly revision: number; readonly page: number }, after: Blob, signal: AbortSignal): Promise<void> {
    try {
      const before = await this.#source.cut(revision);
      if (!before || signal.aborted) return;
      const shown = await drawChangedPage({ before, after, page, assets: this.#source.assets() }, signal);
      if (signal.aborted) return;
      this.shown = shown;
      this.#host.requestUpdate();
    } catch (error) {
      // The table says what was changed; the pictures only help to see it.
      if (!signal.aborted && !(error instanceof RenderingError)) throw error;
    }
  }
}

/** Both pictures side by side, with what each of them is. */
export function beforeAfter(shown: ChangedPage | null, report: ValidationReport, words: ReportWords): TemplateResult | typeof nothing {
  const signature = report.signatures.find(isChangedLater);
  if (!shown || !signature) return nothing;
  const { page, places } = shown;
  const text = words.words;
  return html`<section class="before-after">
    ${picture(shown.before, signature.integrity === 'intact' ? 'pass' : 'unsure', text.text('asSigned'), text.text('pageAsSigned', { page }), words, signature.revision)}
    ${picture(shown.after, 'fail', text.text('presentFile'), text.text('pagePresent', { page }), words, report.document.revisions)}
    <p class="small secondary">${text.text('placesDiffer', { count: places, page })}</p>
  </section>`;
}

function picture(
  canvas: HTMLCanvasElement,
  verdict: VerdictName,
  title: string,
  label: string,
  { vocabulary }: ReportWords,
  version: number | null,
): TemplateResult {
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  return html`<figure>
    <figcaption class="line">
      ${verdictMark(verdict, 18)}<b>${title}</b
      ><span class="secondary">${version === null ? nothing : vocabulary.text('version', { version })}</span>
    </figcaption>
    <div class="paper on-paper">${canvas}</div>
  </figure>`;
}

/** The first page with the worst change, and the revision that was signed. */
function firstChange(report: ValidationReport): { readonly revision: number; readonly page: number } | null {
  const signature = report.signatures.find(
    (one): one is SignatureReport & { revision: number } => isChangedLater(one) && one.revision !== null,
  );
  const findings = signature?.laterChanges?.findings ?? [];
  const worst = findings.filter(({ level }) => level === signature?.laterChanges?.level);
  const page = [...worst, ...findings].find((finding) => finding.page !== undefined)?.page;
  return signature && page !== undefined ? { revision: signature.revision, page } : null;
}
