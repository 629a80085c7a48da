import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { toolFaults } from '../../test/tool-faults.ts';
import { mount, until } from '../../test/mount.ts';
import { PDF_ASSETS, encryptedPdf, samplePdf } from '../../test/sample-pdf.ts';
import '../define/document-viewer.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import type { SealDocumentErrorEvent, SealDocumentLoadedEvent, SealPageChangeEvent } from './document-viewer.events.ts';
import type { DocumentViewer } from './document-viewer.ts';
import { VIEWER_MESSAGES } from './messages.ts';

const part = (viewer: DocumentViewer, selector: string): HTMLElement[] => [
  ...(viewer.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const drawn = (viewer: DocumentViewer): number => part(viewer, '.page-canvas').length;

async function open(
  document: Uint8Array | Blob,
  size = 'width: 700px; height: 600px',
): Promise<{ viewer: DocumentViewer; events: Event[] }> {
  const viewer = await mount<DocumentViewer>(html`<document-viewer lang="en" .assets=${PDF_ASSETS}></document-viewer>`);
  viewer.style.cssText = size;
  const events: Event[] = [];
  for (const type of ['seal-document-loaded', 'seal-document-error', 'seal-page-change', 'seal-zoom-change'])
    viewer.addEventListener(type, (event) => events.push(event));
  viewer.document = document;
  await until(() => events.length > 0, 'an answer');
  return { viewer, events };
}

describe('<document-viewer>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(VIEWER_MESSAGES)).to.deep.equal([]);
  });

  it('is taken off the page while it opens a document, and leaves nothing behind that fails', async () => {
    const unhandled: unknown[] = [];
    const note = (event: PromiseRejectionEvent): void => {
      unhandled.push(event.reason);
    };
    addEventListener('unhandledrejection', note);
    let read = (): void => undefined;
    const reading = new Promise<Uint8Array<ArrayBuffer>>((resolve) => (read = () => resolve(new Uint8Array(10))));
    let asked = false;
    const source = {
      size: 10,
      read: () => {
        asked = true;
        return reading;
      },
    };
    const viewer = await mount<DocumentViewer>(html`<document-viewer .assets=${PDF_ASSETS} .document=${source}></document-viewer>`);
    await until(() => asked, 'the first octets asked for');
    viewer.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    read();
    await new Promise((resolve) => setTimeout(resolve, 50));
    removeEventListener('unhandledrejection', note);
    expect(unhandled).to.deep.equal([]);
  });

  it('draws the pages near the window and keeps their text', async () => {
    const { viewer, events } = await open(samplePdf(Array.from({ length: 200 }, (_, index) => ({ text: `Clause ${index + 1}` }))));
    const loaded = events.find((event) => event.type === 'seal-document-loaded') as SealDocumentLoadedEvent;
    expect([loaded.pages, loaded.textLayer, loaded.signed, loaded.locked]).to.deep.equal([200, true, false, null]);
    await until(() => drawn(viewer) >= 2 && part(viewer, '.text-layer').length >= 2, 'two pages');
    const pages = part(viewer, '.page');
    expect(pages.length).to.be.lessThan(6);
    expect(pages[0]?.getAttribute('aria-label')).to.equal('Page 1 of 200');
    expect(pages[0]?.textContent).to.include('Clause 1');
    await assertAccessible(viewer);
  });

  it('leaves nothing of the renderer to be seen or read in the page', async () => {
    const { viewer } = await open(samplePdf([{ text: 'Clause 1' }]));
    await until(() => part(viewer, '.text-layer').length > 0, 'the text');
    const beside = [...document.querySelectorAll<HTMLElement>('body > .hiddenCanvasElement')];
    expect(beside.length).to.be.greaterThan(0);
    expect(beside.map((canvas) => [canvas.checkVisibility(), canvas.getAttribute('aria-hidden')])).to.deep.equal(
      beside.map(() => [false, 'true']),
    );
  });

  it('goes to a page, says so, and lets go of the pages left behind', async () => {
    const { viewer, events } = await open(samplePdf(Array.from({ length: 200 }, () => ({}))));
    await until(() => drawn(viewer) > 0, 'the first page');
    viewer.goTo(150);
    await until(() => part(viewer, '[data-page="150"] .page-canvas').length === 1, 'page 150');
    expect(viewer.page).to.equal(150);
    expect(part(viewer, '[data-page="1"]')).to.have.length(0);
    expect(events.filter((event) => event.type === 'seal-page-change').map((event) => (event as SealPageChangeEvent).page)).to.deep.equal([
      150,
    ]);
  });

  it('shows CropBox, Rotate and UserUnit in true proportion', async () => {
    const { viewer } = await open(
      samplePdf([
        { mediaBox: [0, 0, 720, 720], cropBox: [72, 72, 432, 216], rotate: 90 },
        { mediaBox: [0, 0, 144, 144], userUnit: 2 },
      ]),
    );
    viewer.zoom = 1;
    await until(() => drawn(viewer) === 2, 'both pages');
    await viewer.updateComplete;
    const [turned, large] = part(viewer, '.page').map((page) => page.getBoundingClientRect());
    // 360 × 144 units shown turned: 144 / 72 in × 96 px wide.
    expect([turned?.width, turned?.height]).to.deep.equal([192, 480]);
    expect([large?.width, large?.height]).to.deep.equal([384, 384]);
  });

  it('keeps every tool whole and apart down to 320 px, for fingers too and with hundreds of pages', async () => {
    const { viewer } = await open(samplePdf(Array.from({ length: 200 }, () => ({}))), 'width: 700px; height: 400px');
    viewer.goTo(150);
    await until(() => viewer.page === 150, 'page 150');
    viewer.style.setProperty('--seal-size-control', '44px');
    for (const width of [320, 288, 441]) {
      viewer.style.inlineSize = `${width}px`;
      expect(toolFaults(viewer), `${width} px`).to.deep.equal([]);
    }
  });

  it('reads a file by ranges', async () => {
    const { events } = await open(new Blob([samplePdf([{}])]));
    expect(events[0]?.type).to.equal('seal-document-loaded');
  });

  for (const [name, file, code] of [
    ['encrypted', encryptedPdf(), 'DOCUMENT_ENCRYPTED'],
    ['broken', new TextEncoder().encode('no PDF at all'), 'DOCUMENT_MALFORMED'],
    ['empty', new Uint8Array(), 'DOCUMENT_EMPTY'],
  ] as const) {
    it(`names what is wrong with a file that is ${name}`, async () => {
      const { viewer, events } = await open(file);
      expect((events[0] as SealDocumentErrorEvent).code).to.equal(code);
      await viewer.updateComplete;
      expect(part(viewer, '[role="alert"]')[0]?.textContent).to.include(code);
      await assertAccessible(viewer);
    });
  }

  it('keeps the middle of the window in place when the zoom changes', async () => {
    const { viewer } = await open(samplePdf(Array.from({ length: 20 }, () => ({}))));
    viewer.goTo(10);
    await until(() => part(viewer, '[data-page="10"] .page-canvas').length === 1, 'page 10');
    viewer.zoom = 2;
    await viewer.updateComplete;
    await until(() => part(viewer, '[data-page="10"]')[0]?.getBoundingClientRect().width === 1587, 'twice the size');
    expect(viewer.page).to.equal(10);
  });
});
