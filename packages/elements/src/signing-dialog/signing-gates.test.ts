import type { ConfirmUseRequest } from '@sealkit/core/protocol';
import { html, type TemplateResult } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { CHALLENGE, FakeServer, FakeTasks, ORIGINAL_DIGEST } from '../../test/fake-signing.ts';
import { mount, until } from '../../test/mount.ts';
import { PDF_ASSETS, samplePdf } from '../../test/sample-pdf.ts';
import { SAMPLE_SESSION } from '../../test/samples.ts';
import '../define/document-viewer.ts';
import '../define/seal-provider.ts';
import '../define/signing-dialog.ts';
import type { SealProvider } from '../seal-provider/seal-provider.ts';
import type { SigningDialog } from './signing-dialog.ts';
import type {
  SealConsentEvent,
  SealDeclineEvent,
  SealFieldsEvent,
  SealReadProgressEvent,
  SealTimeWarningEvent,
} from './signing-dialog.events.ts';
import type { SigningOrder } from './signing-order.ts';

const PLACEMENT = { page: 6, x: 61_000, y: 172_500, width: 38_000, height: 38_000, rotation: 0 };
const ORDER: SigningOrder = { document: new File(['%PDF'], 'contract.pdf'), sealNumber: 'QL-C-03', placements: [PLACEMENT] };
const CONSENT = { text: 'I agree to sign electronically.\nMy signature binds me.' };
const EMPTY_STORE = { put: () => Promise.resolve(), remove: () => Promise.resolve(), list: () => Promise.resolve([]) };

class GateServer extends FakeServer {
  session = { ...SAMPLE_SESSION };
  envelope: unknown = { id: 'e-9', versions: [{ version: 1, digest: ORIGINAL_DIGEST }] };

  readonly send = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace('/api', '');
    if (path === '/session') return Response.json(this.session);
    if (path === '/envelopes/e-9' && request.method === 'GET') return Response.json(this.envelope);
    const answer = await this.transport(request);
    const declined = path === '/envelopes/e-9/decline' && answer.ok;
    return declined ? Response.json({ envelope: this.envelope, receipt: 'e30.e30.c2ln' }) : answer;
  };
}

interface Stage {
  readonly provider: SealProvider;
  readonly dialog: SigningDialog;
  readonly server: GateServer;
  readonly heard: Event[];
}

async function stage(change: Partial<SigningDialog> = {}, inside: TemplateResult = html``, server = new GateServer()): Promise<Stage> {
  const provider = await mount<SealProvider>(
    html`<seal-provider
      endpoint="/api"
      locale="en"
      time-zone="Asia/Shanghai"
      .transport=${server.send}
      .pdfSrc=${PDF_ASSETS.pdfModule}
      .pdfWorkerSrc=${PDF_ASSETS.pdfWorker}
      ><button>Opener</button><signing-dialog .tasks=${new FakeTasks()} .store=${EMPTY_STORE}>${inside}</signing-dialog></seal-provider
    >`,
  );
  const dialog = provider.querySelector('signing-dialog') as SigningDialog;
  Object.assign(dialog, change);
  await until(() => dialog.context?.session, 'the session');
  const heard: Event[] = [];
  for (const name of ['read-progress', 'step-change', 'fields', 'consent', 'decline', 'cancel', 'time-warning', 'complete'])
    dialog.addEventListener(`seal-${name}`, (event) => heard.push(event));
  return { provider, dialog, server, heard };
}

const one = (dialog: SigningDialog, selector: string): HTMLElement | null =>
  dialog.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const textOf = (dialog: SigningDialog, selector: string): string => one(dialog, selector)?.innerText.replace(/\s+/g, ' ').trim() ?? '';
const pagesOf = (dialog: SigningDialog): Element | null | undefined =>
  dialog.shadowRoot?.querySelector('document-viewer')?.shadowRoot?.querySelector('.scroller');
const spoken = (dialog: SigningDialog): string => dialog.shadowRoot?.querySelector('[aria-live]')?.textContent ?? '';
const isReady = (dialog: SigningDialog): boolean => one(dialog, '.next-step')?.getAttribute('aria-disabled') === 'false';
const isOpen = (dialog: SigningDialog): boolean => dialog.shadowRoot?.querySelector('dialog')?.open === true;
const kinds = (heard: readonly Event[]): readonly string[] => heard.map(({ type }) => type);

function press(dialog: SigningDialog, key: string): void {
  const at = dialog.shadowRoot?.activeElement ?? one(dialog, 'dialog');
  at?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
}

async function toConfirm({ dialog }: Stage): Promise<void> {
  await until(() => isReady(dialog), 'the way on');
  one(dialog, '.next-step')?.click();
  await until(() => one(dialog, '.confirm-act'), 'the step confirm');
}

const confirmed = (server: GateServer): ConfirmUseRequest | undefined =>
  server.calls.find(({ path }) => path === '/uses/u-18204/confirm')?.body as ConfirmUseRequest | undefined;

describe('<signing-dialog> before an act', () => {
  it('waits until every page was shown to its end, and tells the server which pages were', async () => {
    const scene = await stage({ readToEnd: true });
    const { dialog, server } = scene;
    const pages = Array.from({ length: 6 }, (_, index) => ({ text: `Clause ${index + 1}` }));
    await dialog.start({ ...ORDER, document: new File([samplePdf(pages)], 'contract.pdf') });
    await until(() => textOf(dialog, '.foot .why').startsWith('First show page'), 'what is missing');
    expect(isReady(dialog)).to.equal(false);
    one(dialog, '.next-step')?.click();
    expect(server.asked('/permits')).to.equal(0);
    await assertAccessible(dialog);
    await until(() => pagesOf(dialog), 'the pages');
    for (let page = 1; page <= 6 && !isReady(dialog); page += 1) {
      const missing = one(dialog, '.go-to-page');
      if (missing === null) break;
      const before = missing.innerText;
      missing.click();
      // A page that is taller than the window is read on to its end; what passes in a flash does not count.
      for (let screen = 0; screen < 8 && one(dialog, '.go-to-page')?.innerText === before; screen += 1) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        pagesOf(dialog)?.scrollBy(0, 200);
      }
      expect(one(dialog, '.go-to-page')?.innerText, `the end of page ${page}`).not.to.equal(before);
    }
    await until(() => isReady(dialog), 'the way on');
    expect(textOf(dialog, '.reading-terms')).to.include('6 of 6 pages');
    await toConfirm(scene);
    one(dialog, '.confirm-act')?.click();
    await until(() => confirmed(server), 'the confirmation');
    const { reading, consent } = confirmed(server)?.clientReport ?? {};
    expect(reading?.pages.map(({ page }) => page)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect([reading?.pagesShown, reading?.pageCount, consent]).to.deep.equal([6, 6, undefined]);
  });

  it('leaves most of a phone to the document, and folds what is known about it away', async () => {
    const { dialog } = await stage({ readToEnd: true });
    Object.assign(one(dialog, 'dialog')?.style ?? {}, { inlineSize: '320px', blockSize: '540px' });
    const pages = Array.from({ length: 6 }, (_, index) => ({ text: `Clause ${index + 1}` }));
    await dialog.start({ ...ORDER, document: new File([samplePdf(pages)], 'contract.pdf') });
    await until(() => one(dialog, '.go-to-page'), 'what is asked of the reading');
    const heightOf = (selector: string): number => one(dialog, selector)?.getBoundingClientRect().height ?? 0;
    expect(heightOf('dialog')).to.equal(540);
    expect(heightOf('.reading-terms')).to.be.at.most(44);
    expect(heightOf('.reading-document')).to.be.greaterThan(heightOf('.body') * 0.7);
    expect(textOf(dialog, '.reading-side')).not.to.include('Document digest');
    one(dialog, '.facts-toggle')?.click();
    await until(() => textOf(dialog, '.reading-side').includes('Document digest'), 'what is known about the document');
    expect(textOf(dialog, '.reading-side')).to.include('is recorded with the act');
    expect(heightOf('.reading-document')).to.be.at.least(heightOf('.body') * 0.65);
    await assertAccessible(dialog);
  });

  it('counts what a view of the host says that it shows, and the time for which it is asked', async () => {
    let shown = { pages: [1, 2, 3], ended: [1, 2] };
    const { dialog, heard } = await stage(
      { readToEnd: true, minReadSeconds: 2, pagesInSight: () => shown },
      html`<p slot="document">The host's own pages</p>`,
    );
    await dialog.start(ORDER);
    await until(() => textOf(dialog, '.foot .why') === 'First show pages 3–6 to the end.', 'the pages that are missing');
    shown = { pages: [3, 4, 5, 6], ended: [3, 4, 5, 6] };
    await until(() => /second.* of reading/.test(textOf(dialog, '.foot .why')), 'the time that is missing');
    await until(() => isReady(dialog), 'the way on');
    const last = heard.findLast((event) => event.type === 'seal-read-progress') as SealReadProgressEvent;
    expect([last.pagesSeen, last.secondsSeen >= 2]).to.deep.equal([6, true]);
  });

  it('says so where the page does not tell what it shows, and does not go on', async () => {
    const { dialog } = await stage({ readToEnd: true }, html`<p slot="document">The host's own pages</p>`);
    await dialog.start(ORDER);
    await until(() => textOf(dialog, '.foot .why').includes('does not tell which pages it shows'), 'the reason');
    expect(isReady(dialog)).to.equal(false);
  });

  it('tells nothing of the reading where nothing of it is asked', async () => {
    const scene = await stage({ pagesInSight: () => ({ pages: [1], ended: [1] }) }, html`<p slot="document">Pages</p>`);
    await scene.dialog.start(ORDER);
    await toConfirm(scene);
    one(scene.dialog, '.confirm-act')?.click();
    await until(() => confirmed(scene.server), 'the confirmation');
    expect(Object.keys(confirmed(scene.server) ?? {})).to.deep.equal(['proof']);
    expect(kinds(scene.heard)).not.to.include('seal-read-progress');
  });

  it('goes over the form of the host and the text of consent, each only when it is given', async () => {
    const scene = await stage(
      { consent: CONSENT },
      html`<form slot="fields">
        <label>Cost centre <input name="centre" required /></label>
      </form>`,
    );
    const { dialog, heard, server } = scene;
    await dialog.start(ORDER);
    await until(() => isReady(dialog), 'the document read');
    one(dialog, '.next-step')?.click();
    await until(() => textOf(dialog, '#title') === 'Details for this signing', 'the form');
    expect(textOf(dialog, '.steps .now')).to.equal('Details');
    await assertAccessible(dialog);
    one(dialog, '.next-step')?.click();
    await dialog.updateComplete;
    expect(textOf(dialog, '#title')).to.equal('Details for this signing');
    (dialog.querySelector('input') as HTMLInputElement).value = '4100';
    one(dialog, '.next-step')?.click();
    await until(() => one(dialog, '.consent'), 'the text');
    expect((heard.find(({ type }) => type === 'seal-fields') as SealFieldsEvent).values.get('centre')).to.equal('4100');
    expect([isReady(dialog), textOf(dialog, '.foot .why')]).to.deep.equal([false, 'Tick that you agree to go on.']);
    await assertAccessible(dialog);
    one(dialog, '.agree input')?.click();
    await toConfirm(scene);
    const consent = heard.find(({ type }) => type === 'seal-consent') as SealConsentEvent;
    one(dialog, '.confirm-act')?.click();
    await until(() => confirmed(server), 'the confirmation');
    expect(confirmed(server)?.clientReport).to.deep.equal({ consent: { digest: consent.digest, locale: 'en' } });
    // printf 'I agree to sign electronically.\nMy signature binds me.' | sha256sum
    expect(consent.digest).to.equal('sha256:5d328d72374fcefc216dd79ee3bdbed4d3edc6c695986c16476e8f7c1fdf8e5a');
  });

  it('declines the envelope with a reason, for the version that was shown', async () => {
    const { dialog, heard, server } = await stage({ canDecline: true });
    await dialog.start({ ...ORDER, envelopeId: 'e-9' });
    await until(() => isReady(dialog), 'the document read');
    one(dialog, '.decline')?.click();
    await until(() => dialog.shadowRoot?.activeElement?.localName === 'textarea', 'the focus in the reason');
    one(dialog, '.decline-act')?.click();
    await until(() => one(dialog, '.declining [aria-invalid=true]'), 'the reason that is missing');
    expect(server.asked('/envelopes/e-9/decline')).to.equal(0);
    await assertAccessible(dialog);
    const reason = one(dialog, '.declining textarea') as HTMLTextAreaElement;
    reason.value = ' Clause 4 is not what we agreed on ';
    reason.dispatchEvent(new Event('input'));
    one(dialog, '.decline-act')?.click();
    await until(() => textOf(dialog, '.declining').includes('You have declined'), 'the end');
    const call = server.calls.find(({ path }) => path === '/envelopes/e-9/decline');
    expect(call?.body).to.deep.equal({ reason: 'Clause 4 is not what we agreed on', version: 1 });
    const told = heard.find(({ type }) => type === 'seal-decline') as SealDeclineEvent;
    expect([told.envelopeId, told.reason, told.receipt]).to.deep.equal(['e-9', 'Clause 4 is not what we agreed on', 'e30.e30.c2ln']);
    await assertAccessible(dialog);
    await dialog.close();
    expect(kinds(heard)).not.to.include('seal-cancel');
  });

  it('declines nothing where the envelope has another document by now', async () => {
    const { dialog, server } = await stage({ canDecline: true });
    server.envelope = { id: 'e-9', versions: [{ version: 2, digest: `sha256:${'77'.repeat(32)}` }] };
    await dialog.start({ ...ORDER, envelopeId: 'e-9' });
    await until(() => isReady(dialog), 'the document read');
    one(dialog, '.decline')?.click();
    await until(() => one(dialog, '.declining textarea'), 'the reason');
    const reason = one(dialog, '.declining textarea') as HTMLTextAreaElement;
    reason.value = 'No';
    reason.dispatchEvent(new Event('input'));
    one(dialog, '.decline-act')?.click();
    await until(() => one(dialog, '.declining .failure'), 'the refusal');
    expect(textOf(dialog, '.declining .failure')).to.include('DOCUMENT_CHANGED');
    expect(server.asked('/envelopes/e-9/decline')).to.equal(0);
    expect((one(dialog, '.declining textarea') as HTMLTextAreaElement).value).to.equal('No');
  });

  it('asks once more before what would be lost is left, and Escape takes the question back', async () => {
    const scene = await stage();
    const { dialog, heard } = scene;
    await dialog.start(ORDER);
    await toConfirm(scene);
    press(dialog, 'Escape');
    await until(() => dialog.shadowRoot?.activeElement?.matches('.stay'), 'the question');
    expect(isOpen(dialog)).to.equal(true);
    await assertAccessible(dialog);
    press(dialog, 'Escape');
    await until(() => one(dialog, '.confirm-act'), 'the buttons again');
    expect([isOpen(dialog), kinds(heard).includes('seal-cancel')]).to.deep.equal([true, false]);
    press(dialog, 'Escape');
    await until(() => one(dialog, '.leave-act'), 'the question');
    one(dialog, '.leave-act')?.click();
    await until(() => kinds(heard).includes('seal-cancel'), 'the end');
    expect(isOpen(dialog)).to.equal(false);
  });

  it('closes at once where nothing is lost by it, and gives the focus back', async () => {
    const { dialog, heard, provider } = await stage();
    const opener = provider.querySelector('button');
    opener?.focus();
    await dialog.start(ORDER);
    await until(() => isReady(dialog), 'the document read');
    press(dialog, 'Escape');
    await until(() => kinds(heard).includes('seal-cancel'), 'the end');
    expect([isOpen(dialog), document.activeElement === opener]).to.deep.equal([false, true]);
  });

  it('says that the time of an act ends before it does, and gets more of it with another permit', async () => {
    const server = new GateServer();
    const { issuedAt } = CHALLENGE.act;
    server.challenge = { ...CHALLENGE, act: { ...CHALLENGE.act, expires: new Date(Date.parse(issuedAt) + 25_000).toISOString() } };
    const scene = await stage({}, html``, server);
    const { dialog, heard } = scene;
    await dialog.start(ORDER);
    await toConfirm(scene);
    await until(() => one(dialog, '.time-left'), 'the notice');
    expect(textOf(dialog, '.time-left')).to.match(/confirmed for 2\d more seconds/);
    await until(() => kinds(heard).includes('seal-time-warning'), 'the warning');
    const told = heard.find(({ type }) => type === 'seal-time-warning') as SealTimeWarningEvent;
    expect([told.of, told.secondsLeft <= 25]).to.deep.equal(['act', true]);
    await assertAccessible(dialog);
    server.challenge = CHALLENGE;
    one(dialog, '.more-time')?.click();
    await until(() => server.asked('/permits') === 2 && one(dialog, '.confirm-act'), 'the act again');
    expect(one(dialog, '.time-left')).to.equal(null);
    await until(() => spoken(dialog).includes('There is more time.'), 'the word of it');
  });

  it('does not say that there is more time where the server refused it', async () => {
    const server = new GateServer();
    const { issuedAt } = CHALLENGE.act;
    server.challenge = { ...CHALLENGE, act: { ...CHALLENGE.act, expires: new Date(Date.parse(issuedAt) + 25_000).toISOString() } };
    const scene = await stage({}, html``, server);
    const { dialog } = scene;
    await dialog.start(ORDER);
    await toConfirm(scene);
    await until(() => one(dialog, '.more-time'), 'the way to more time');
    server.problems = { '/permits': { code: 'SEAL_SUSPENDED', status: 409 } };
    one(dialog, '.more-time')?.click();
    await until(() => one(dialog, '.failure'), 'the refusal');
    expect(spoken(dialog)).not.to.include('There is more time.');
  });

  it('says that the session ends, and goes on with the token that the host gets', async () => {
    const server = new GateServer();
    server.session = { ...SAMPLE_SESSION, expiresAt: new Date(Date.now() + 90_000).toISOString() };
    const scene = await stage({}, html``, server);
    const { dialog, provider } = scene;
    await dialog.start(ORDER);
    await until(() => textOf(dialog, '.time-left').includes('Your session ends in 2 minutes.'), 'the notice');
    expect(textOf(dialog, '.time-left')).to.include('Sign in again');
    provider.renewSession = () => {
      server.session = { ...SAMPLE_SESSION, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
      return Promise.resolve('another-token');
    };
    await until(() => one(dialog, '.more-time'), 'the way to more time');
    one(dialog, '.more-time')?.click();
    await until(() => one(dialog, '.time-left') === null, 'the notice gone');
    await toConfirm(scene);
    expect(provider.session).to.equal('another-token');
  });
});
