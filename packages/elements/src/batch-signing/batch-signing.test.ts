import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { FakeBatchServer } from '../../test/fake-batch.ts';
import { BATCH_CHALLENGE, CHALLENGE, FakeTasks } from '../../test/fake-signing.ts';
import { mount, until } from '../../test/mount.ts';
import { sampleSeal } from '../../test/samples.ts';
import '../define/batch-signing.ts';
import '../define/seal-provider.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { SigningError } from '../worker/signing-error.ts';
import type { SealBatchCompleteEvent, SealBatchOpenEvent, SealBatchProgressEvent, SealBeforeBatchEvent } from './batch-signing.events.ts';
import { BATCH_MESSAGES } from './batch-signing.messages.ts';
import type { BatchOrder, BatchSigning } from './batch-signing.ts';

const PLACEMENT = { page: 6, x: 61_000, y: 172_500, width: 38_000, height: 38_000, rotation: 0 };
const EVENTS = [
  'seal-document-open',
  'seal-batch-open',
  'seal-before-batch',
  'seal-batch-progress',
  'seal-batch-complete',
  'seal-error',
] as const;

const orders = (count: number): readonly BatchOrder[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `contract-${at + 1}`,
    document: new File(['%PDF'], `劳动合同-${at + 1}.pdf`, { type: 'application/pdf' }),
    sealNumber: 'QL-C-03',
    placements: [PLACEMENT],
  }));

interface Stage {
  readonly element: BatchSigning;
  readonly server: FakeBatchServer;
  readonly tasks: FakeTasks;
  readonly heard: Event[];
}

async function stage(
  documents: readonly BatchOrder[] | undefined,
  options: { readonly server?: FakeBatchServer; readonly locale?: string } & Partial<BatchSigning> = {},
): Promise<Stage> {
  const { server = new FakeBatchServer(), locale = 'en', ...rest } = options;
  const tasks = new FakeTasks();
  const heard: Event[] = [];
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" locale=${locale} time-zone="Asia/Shanghai" .transport=${server.transport}
      ><batch-signing .tasks=${tasks}></batch-signing
    ></seal-provider>`,
  );
  const element = provider.querySelector('batch-signing') as BatchSigning;
  for (const name of EVENTS) element.addEventListener(name, (event) => heard.push(event));
  Object.assign(element, rest, { documents });
  await until(() => element.context?.session, 'the session');
  await element.updateComplete;
  return { element, server, tasks, heard };
}

const all = (element: BatchSigning, selector: string): readonly HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const one = (element: BatchSigning, selector: string): HTMLElement | null => all(element, selector)[0] ?? null;
const textOf = (element: BatchSigning, selector: string): string => one(element, selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const stages = (element: BatchSigning): readonly string[] => all(element, '.row').map(({ classList }) => classList[1] ?? '');
const isOpen = (element: BatchSigning, selector: string): boolean => one(element, selector)?.getAttribute('aria-disabled') === 'false';

async function read(scene: Stage): Promise<void> {
  await until(() => stages(scene.element).length > 0 && !stages(scene.element).includes('reading'), 'the documents read');
}

async function toConfirm(scene: Stage): Promise<void> {
  await read(scene);
  await until(() => isOpen(scene.element, '.next'), 'the button that leads on');
  one(scene.element, '.next')?.click();
  await until(() => one(scene.element, '[data-step=confirm]'), 'the step confirm');
}

async function toResult(scene: Stage): Promise<void> {
  await toConfirm(scene);
  one(scene.element, '.confirm')?.click();
  await until(() => one(scene.element, '[data-step=result]'), 'the result');
}

const progressOf = (heard: readonly Event[]): readonly string[] =>
  heard
    .filter(({ type }) => type === 'seal-batch-progress')
    .map((event) => {
      const { done, failed, total } = event as SealBatchProgressEvent;
      return `${done}+${failed}/${total}`;
    });
const completeOf = (heard: readonly Event[]): SealBatchCompleteEvent =>
  heard.findLast(({ type }) => type === 'seal-batch-complete') as SealBatchCompleteEvent;

describe('<batch-signing>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(BATCH_MESSAGES)).to.deep.equal([]);
  });

  it('lists each document with its pages, its digest, its seal and its place, chosen', async () => {
    const scene = await stage(orders(2));
    await read(scene);
    const { element } = scene;
    expect(textOf(element, '.row')).to.match(/劳动合同-1\.pdf.*6 pages · .*Digest 9f2c.*合同专用章.*1 place, page 6.*Ready/);
    expect(textOf(element, '.choose-all')).to.equal('Choose all 2 of 2 chosen');
    expect(textOf(element, '.next')).to.equal('Go on with 2 documents');
    await assertAccessible(element);
  });

  it('signs all that were chosen with one confirmation, one after the other, each with its receipt', async () => {
    const scene = await stage(orders(3), { concurrency: 1 });
    await toConfirm(scene);
    const { element, server, heard } = scene;
    expect(textOf(element, 'h2')).to.equal('Confirm 3 documents');
    expect(server.calls.some(({ path }) => path.endsWith('/confirm'))).to.equal(false);
    await assertAccessible(element);
    one(element, '.confirm')?.click();
    await until(() => one(element, '[data-step=result]'), 'the result');
    expect(server.calls.filter(({ path }) => path.endsWith('/confirm'))).to.deep.equal([
      { path: '/intent-batches/b-1/confirm', body: { proof: { method: 'confirm', shownDigest: BATCH_CHALLENGE } } },
      ...[1, 2, 3].map((number) => ({
        path: `/uses/u-${number}/confirm`,
        body: { proof: { batchId: 'b-1', shownDigest: CHALLENGE.challenge } },
      })),
    ]);
    expect(progressOf(heard)).to.deep.equal(['1+0/3', '2+0/3', '3+0/3']);
    const { receipts, failures } = completeOf(heard);
    expect(receipts.map(({ documentId, receipt }) => [documentId, receipt])).to.deep.equal(
      [1, 2, 3].map((number) => [`contract-${number}`, 'e30.e30.c2ln']),
    );
    expect(failures).to.deep.equal([]);
    expect(textOf(element, 'h2')).to.equal('3 documents signed');
    expect(all(element, '.download').length).to.equal(3);
    await assertAccessible(element);
  });

  it('takes up a batch that waits, computes its acts anew, and signs with its confirmation', async () => {
    const first = await stage(orders(2));
    await toConfirm(first);
    const [opened] = first.heard.filter(({ type }) => type === 'seal-batch-open') as SealBatchOpenEvent[];
    expect(opened?.batchId).to.equal('b-1');
    first.element.remove();

    const { server } = first;
    const scene = await stage(orders(2), { server, batchId: 'b-1' });
    await until(() => one(scene.element, '[data-step=confirm]'), 'the step confirm');
    expect(textOf(scene.element, 'h2')).to.equal('Confirm 2 documents');
    expect([server.asked('/permits'), server.asked('/intent-batches'), server.asked('/intent-batches/b-1')]).to.deep.equal([2, 1, 1]);
    expect(scene.tasks.done.filter((name) => name === 'previewUse').length).to.equal(2);
    one(scene.element, '.confirm')?.click();
    await until(() => one(scene.element, '[data-step=result]'), 'the result');
    expect(textOf(scene.element, 'h2')).to.equal('2 documents signed');
  });

  it('takes up a batch that was confirmed, and signs what is left with the same confirmation', async () => {
    const first = await stage(orders(2));
    first.server.problems['/uses/u-2/confirm'] = [{ code: 'KEY_STORE_FAILED', status: 503, retryable: true }];
    await toResult(first);
    first.element.remove();

    const { server } = first;
    const scene = await stage(orders(2), { server, batchId: 'b-1' });
    await until(() => one(scene.element, '[data-step=result]'), 'what is left');
    expect(stages(scene.element)).to.deep.equal(['failed', 'failed']);
    one(scene.element, '.retry')?.click();
    await until(() => stages(scene.element).every((each) => each === 'signed'), 'all signed');
    expect([server.asked('/intent-batches/b-1/confirm'), server.asked('/permits')]).to.deep.equal([1, 2]);
  });

  it('begins anew where not all documents of a batch that waits are here', async () => {
    const first = await stage(orders(2));
    await toConfirm(first);
    first.element.remove();
    const scene = await stage(orders(1), { server: first.server, batchId: 'b-1' });
    await read(scene);
    await until(() => isOpen(scene.element, '.next'), 'the button that leads on');
    expect(one(scene.element, '[data-step=choose]')).to.not.equal(null);
  });

  it('asks with <intent-check> where the session is not enough, about all at once', async () => {
    const server = Object.assign(new FakeBatchServer(), { methods: ['totp'] });
    const scene = await stage(orders(2), { server });
    await toConfirm(scene);
    const { element, heard } = scene;
    const check = one(element, 'intent-check');
    const root = check?.shadowRoot;
    await until(() => root?.querySelector('#code'), 'the field');
    expect(root?.querySelector('.act')?.textContent?.replace(/\s+/g, ' ')).to.include('confirms 2 documents together');
    expect(one(element, '.confirm')).to.equal(null);
    const input = root?.querySelector<HTMLInputElement>('#code');
    if (!input) throw new Error('there is no field');
    input.value = '123456';
    input.dispatchEvent(new Event('input'));
    server.problems['/intent-batches/b-1/confirm'] = [{ code: 'INTENT_CODE_WRONG', status: 422, values: { triesLeft: 1 } }];
    root?.querySelector<HTMLElement>('[part=action]')?.click();
    await until(() => root?.querySelector('#code[aria-invalid=true]'), 'the fault');
    expect(one(element, '[data-step=confirm]')).not.to.equal(null);
    await assertAccessible(element);
    input.value = '654321';
    input.dispatchEvent(new Event('input'));
    root?.querySelector<HTMLElement>('[part=action]')?.click();
    await until(() => one(element, '[data-step=result]'), 'the result');
    expect(stages(element)).to.deep.equal(['signed', 'signed']);
    expect(completeOf(heard).receipts.length).to.equal(2);
    // The check is gone with the proof that it asked for.
    expect(server.asked('/intent-batches/b-1/intents')).to.equal(1);
  });

  it('names what failed, leaves the others signed, and tries again what failed alone', async () => {
    const server = new FakeBatchServer();
    server.problems['/uses/u-2/confirm'] = [{ code: 'SEAL_SUSPENDED' }];
    const scene = await stage(orders(3), { server });
    await toResult(scene);
    const { element, heard } = scene;
    expect(stages(element)).to.deep.equal(['signed', 'failed', 'signed']);
    expect(textOf(element, '.row.failed .row-failure')).to.include('SEAL_SUSPENDED');
    expect(completeOf(heard).failures).to.deep.equal([{ documentId: 'contract-2', code: 'SEAL_SUSPENDED', retryable: false }]);
    expect(textOf(element, '.retry')).to.equal('Try 1 document again');
    await assertAccessible(element);
    one(element, '.retry')?.click();
    await until(() => one(element, '[data-step=confirm]'), 'another confirmation');
    expect(server.calls.findLast(({ path }) => path === '/intent-batches')?.body).to.deep.equal({ useIds: ['u-4'] });
    expect(server.asked('/envelopes')).to.equal(3);
    one(element, '.confirm')?.click();
    await until(() => one(element, '[data-step=result]'), 'the result');
    expect(stages(element)).to.deep.equal(['signed', 'signed', 'signed']);
    expect(completeOf(heard).receipts.length).to.equal(3);
  });

  it('goes on with the same confirmation where the same may succeed later', async () => {
    const server = new FakeBatchServer();
    server.problems['/uses/u-1/confirm'] = [{ code: 'STORE_BUSY', status: 503, retryable: true }];
    const scene = await stage([...orders(2)], { server });
    // The client repeats what a busy server refused; here it goes on refusing for longer than that.
    server.problems['/uses/u-1/confirm'] = Array.from({ length: 12 }, () => ({
      code: 'REVOCATION_UNREACHABLE',
      status: 409,
      retryable: true,
    }));
    await toResult(scene);
    const { element } = scene;
    expect(stages(element)).to.deep.equal(['failed', 'signed']);
    server.problems = {};
    one(element, '.retry')?.click();
    await until(() => stages(element).every((each) => each === 'signed'), 'the retry');
    expect(server.asked('/intent-batches')).to.equal(1);
    expect(server.asked('/uses')).to.equal(2);
  });

  it('leaves out what cannot go with the others, and says why', async () => {
    const server = new FakeBatchServer();
    server.uses = (number) => (number === 2 ? { batch: false } : {});
    const scene = await stage(orders(3), { server });
    await toConfirm(scene);
    const { element } = scene;
    expect(stages(element)).to.deep.equal(['waiting', 'failed', 'waiting']);
    expect(textOf(element, '.row-failure')).to.include('has to be confirmed by itself');
    expect(textOf(element, '.confirm')).to.equal('Confirm and sign 2 documents');
    one(element, '.back')?.click();
    await until(() => one(element, '[data-step=choose]'), 'the choice');
    expect(stages(element)).to.deep.equal(['ready', 'failed', 'ready']);
  });

  it('leaves out the use that the server names, and asks for the others', async () => {
    const server = new FakeBatchServer();
    server.problems['/intent-batches'] = [{ code: 'INTENT_EXPIRED', status: 410, values: { useId: 'u-1' } }];
    const scene = await stage(orders(2), { server, concurrency: 1 });
    await toConfirm(scene);
    expect(stages(scene.element)).to.deep.equal(['failed', 'waiting']);
    expect(server.calls.findLast(({ path }) => path === '/intent-batches')?.body).to.deep.equal({ useIds: ['u-2'] });
  });

  it('confirms nothing where the batch is not what this page showed', async () => {
    const scene = await stage(orders(2));
    await read(scene);
    scene.tasks.failures = { previewBatch: new SigningError('INTENT_MISMATCH', 'x') };
    one(scene.element, '.next')?.click();
    await until(() => one(scene.element, '.failure'), 'the failure');
    expect(textOf(scene.element, '.failure')).to.include('INTENT_MISMATCH');
    expect(one(scene.element, '.confirm')).to.equal(null);
    expect(scene.heard.map(({ type }) => type)).to.deep.equal(['seal-error']);
  });

  it('asks that each document is viewed where the host says so, and gives the focus back', async () => {
    const scene = await stage(orders(2), { requireView: true });
    await read(scene);
    const { element, heard } = scene;
    expect(isOpen(element, '.next')).to.equal(false);
    expect(textOf(element, '#why')).to.equal('View every chosen document before you go on: 2 are left.');
    for (const view of all(element, '.view')) {
      view.focus();
      view.click();
      await until(() => one(element, '.view-dialog[open] document-viewer'), 'the pages');
      one(element, '.close-view')?.click();
      await until(() => element.shadowRoot?.activeElement === view, 'the focus');
    }
    expect(heard.map(({ type }) => type)).to.deep.equal(['seal-document-open', 'seal-document-open']);
    expect(all(element, '.row-actions').map(({ textContent }) => textContent?.includes('Viewed'))).to.deep.equal([true, true]);
    expect(isOpen(element, '.next')).to.equal(true);
    await assertAccessible(element);
  });

  it('signs what was chosen alone, and no more at a time than it may', async () => {
    const scene = await stage(orders(3), { max: 1 });
    await read(scene);
    const { element, server } = scene;
    expect(textOf(element, '#why')).to.equal('Choose at most 1 document at a time.');
    expect(isOpen(element, '.next')).to.equal(false);
    one(element, 'input.all')?.click();
    await element.updateComplete;
    expect(textOf(element, '.choose-all')).to.equal('Choose all 0 of 3 chosen');
    expect(isOpen(element, '.next')).to.equal(false);
    all(element, 'input.choose')[1]?.click();
    await toResult(scene);
    expect(stages(element)).to.deep.equal(['ready', 'signed', 'ready']);
    expect(server.asked('/uses')).to.equal(1);
  });

  it('takes no seal that may not be used, or that somebody approves each use of', async () => {
    const server = new FakeBatchServer();
    server.seal = sampleSeal({ use: { allowed: false, reason: 'APPROVAL_REQUIRED' } });
    const scene = await stage(orders(1), { server });
    await read(scene);
    expect(stages(scene.element)).to.deep.equal(['failed']);
    expect(textOf(scene.element, '.row-failure')).to.include('Each use of this seal needs an approval.');
    expect((one(scene.element, 'input.choose') as HTMLInputElement).disabled).to.equal(true);
    expect(server.asked('/envelopes')).to.equal(0);
  });

  it('says at its row that a document cannot be read', async () => {
    const scene = await stage(undefined);
    expect(one(scene.element, '.loading')).not.to.equal(null);
    await assertAccessible(scene.element);
    scene.tasks.failures = { readForSigning: new SigningError('DOCUMENT_CHANGED', 'x') };
    scene.element.documents = orders(1);
    await read(scene);
    expect(stages(scene.element)).to.deep.equal(['failed']);
    expect(textOf(scene.element, '.row-failure')).to.include('DOCUMENT_CHANGED');
  });

  it('pauses, goes on, and stops without losing what was confirmed', async () => {
    const server = new FakeBatchServer();
    let release = (): void => undefined;
    server.hold = new Promise((resolve) => (release = resolve));
    const scene = await stage(orders(3), { server, concurrency: 1 });
    await toConfirm(scene);
    const { element } = scene;
    one(element, '.confirm')?.click();
    await until(() => stages(element)[0] === 'signing', 'the first');
    await assertAccessible(element);
    one(element, '.pause')?.click();
    server.hold = null;
    release();
    await until(() => stages(element)[0] === 'signed', 'the end of the first');
    await element.updateComplete;
    expect(stages(element)).to.deep.equal(['signed', 'waiting', 'waiting']);
    expect(textOf(element, '.pause')).to.equal('Go on');
    one(element, '.stop')?.click();
    await until(() => one(element, '[data-step=result]'), 'the result');
    expect(stages(element)).to.deep.equal(['signed', 'failed', 'failed']);
    expect(textOf(element, '.row.failed .row-failure')).to.include('the batch was stopped before');
    one(element, '.retry')?.click();
    await until(() => stages(element).every((each) => each === 'signed'), 'the rest');
    expect(server.asked('/intent-batches/b-1/confirm')).to.equal(1);
  });

  it('begins nothing further after a failure where the host says so', async () => {
    const server = new FakeBatchServer();
    server.problems['/uses/u-1/confirm'] = [{ code: 'SEAL_SUSPENDED' }];
    const scene = await stage(orders(3), { server, concurrency: 1, stopOnError: true });
    await toResult(scene);
    expect(stages(scene.element)).to.deep.equal(['failed', 'failed', 'failed']);
    expect(server.asked('/uses/u-2/confirm')).to.equal(0);
    expect(completeOf(scene.heard).failures.map(({ code }) => code)).to.deep.equal(['SEAL_SUSPENDED', 'BATCH_STOPPED', 'BATCH_STOPPED']);
  });

  it('sends nothing where the page says no', async () => {
    const scene = await stage(orders(1));
    await toConfirm(scene);
    const { element, server } = scene;
    element.addEventListener('seal-before-batch', (event) => event.preventDefault());
    one(element, '.confirm')?.click();
    await element.updateComplete;
    expect((scene.heard.at(-1) as SealBeforeBatchEvent).act.count).to.equal(1);
    expect(server.calls.some(({ path }) => path.endsWith('/confirm'))).to.equal(false);
  });

  it('says that there is nothing to sign, and in Chinese too', async () => {
    const empty = await stage([]);
    expect(textOf(empty.element, '.empty')).to.equal('There is nothing to sign. Documents that wait for you appear here.');
    await assertAccessible(empty.element);
    const scene = await stage(orders(2), { locale: 'zh-CN' });
    await toConfirm(scene);
    expect(textOf(scene.element, 'h2')).to.equal('确认 2 份文件');
    expect(textOf(scene.element, '.confirm')).to.equal('确认并签署 2 份文件');
  });
});
