import { html } from 'lit';
import type { SealView } from '@sealkit/core/protocol';
import '../src/define/seal-placement.ts';
import type { SealPlacement } from '../src/seal-placement/seal-placement.ts';
import { mount, until } from './mount.ts';
import { PDF_ASSETS, samplePdf } from './sample-pdf.ts';
import { sampleSeal } from './samples.ts';

export const CONTRACT: SealView = sampleSeal();
export const SUSPENDED: SealView = sampleSeal({
  number: 'QL-G-01',
  kind: 'official',
  name: '公章',
  state: 'suspended',
  use: { allowed: false, reason: 'SEAL_SUSPENDED' },
});

const EVENTS = [
  'seal-before-placement-change',
  'seal-placement-add',
  'seal-placement-change',
  'seal-placement-remove',
  'seal-selection-change',
  'seal-history-change',
  'seal-validity-change',
  'seal-placement-submit',
  'seal-document-loaded',
  'seal-document-error',
] as const;

/** A placement element with a document, and what can be seen and done in it. */
export class PlacementPage {
  readonly element: SealPlacement;
  readonly events: readonly Event[];

  constructor(element: SealPlacement, events: readonly Event[]) {
    this.element = element;
    this.events = events;
  }

  find(selector: string): HTMLElement {
    const found = this.element.shadowRoot?.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`expected ${selector}`);
    return found;
  }

  has(selector: string): boolean {
    return this.element.shadowRoot?.querySelector(selector) !== null;
  }

  all(selector: string): readonly HTMLElement[] {
    return [...(this.element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  }

  focused(): Element | null {
    return this.element.shadowRoot?.activeElement ?? null;
  }

  /** Centre of the first seal in tenths of a millimetre from the left and the top, and its page. */
  first(): readonly [page: number, x: number, y: number] {
    const [item] = this.element.placements;
    if (item?.kind !== 'seal') throw new Error('expected a seal');
    return [item.page, (item.x + item.width / 2) / 100, (item.y + item.height / 2) / 100];
  }

  said(): string {
    return this.find('[aria-live="polite"]').textContent.trim();
  }

  types(prefix = 'seal-placement'): readonly string[] {
    return this.events.map((event) => event.type).filter((type) => type.startsWith(prefix));
  }

  async settled(): Promise<void> {
    await this.element.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    await this.element.updateComplete;
  }
}

export interface PlacementPageOptions {
  readonly document?: Uint8Array | null;
  readonly width?: number;
  readonly height?: number;
  readonly lang?: string;
}

export async function mountPlacement(options: PlacementPageOptions = {}): Promise<PlacementPage> {
  const { document: file = samplePdf([{}, {}, {}]), width = 1100, height = 700, lang = 'en' } = options;
  const element = await mount<SealPlacement>(
    html`<seal-placement lang=${lang} .assets=${PDF_ASSETS} .seals=${[CONTRACT, SUSPENDED]}></seal-placement>`,
  );
  element.style.setProperty('width', `${width}px`);
  element.style.setProperty('height', `${height}px`);
  const events: Event[] = [];
  for (const type of EVENTS) element.addEventListener(type, (event) => events.push(event));
  element.document = file;
  const page = new PlacementPage(element, events);
  if (file) {
    await until(() => events.some((event) => event.type.startsWith('seal-document')), 'the document');
    if (events.some((event) => event.type === 'seal-document-loaded')) await until(() => page.has('.page-canvas'), 'the first page');
  }
  await page.settled();
  return page;
}
