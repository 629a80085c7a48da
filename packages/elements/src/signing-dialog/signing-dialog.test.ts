import type { PermitView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { CHALLENGE, ENROLLED, FakeServer, ISSUED_PERMIT, FakeTasks, FIELD, FILE_DIGEST } from '../../test/fake-signing.ts';
import { mount, until } from '../../test/mount.ts';
import { sampleSeal } from '../../test/samples.ts';
import { sampleReport, sampleSignature } from '../../test/sample-report.ts';
import type { SigningRecord, SigningStore } from '../controllers/signing-store.ts';
import '../define/seal-provider.ts';
import '../define/signing-dialog.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import { SigningError } from '../worker/signing-error.ts';
import { TaskError } from '../worker/task-error.ts';
import type { SealCompleteEvent, SealWaitingEvent } from './signing-dialog.events.ts';
import { DIALOG_MESSAGES } from './signing-dialog.messages.ts';
import type { SigningDialog } from './signing-dialog.ts';

const PLACEMENT = { page: 6, x: 61_000, y: 172_500, width: 38_000, height: 38_000, rotation: 0 };
const DOCUMENT = new File(['%PDF'], '数据采集设备购销合同.pdf', { type: 'application/pdf' });

class MemoryStore implements SigningStore {
  readonly records = new Map<string, SigningRecord>();
  put(record: SigningRecord): Promise<void> {
    this.records.set(record.id, record);
    return Promise.resolve();
  }
  remove(id: string): Promise<void> {
    this.records.delete(id);
    return Promise.resolve();
  }
  list(): Promise<readonly SigningRecord[]> {
    return Promise.resolve([...this.records.values()]);
  }
}

interface Stage {
  readonly dialog: SigningDialog;
  readonly server: FakeServer;
  readonly tasks: FakeTasks;
  readonly store: MemoryStore;
  readonly heard: Event[];
}

async function stage(store = new MemoryStore(), server = new FakeServer()): Promise<Stage> {
  const tasks = new FakeTasks();
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" locale="en" time-zone="Asia/Shanghai" .transport=${server.transport}
      ><button>Opener</button><signing-dialog .tasks=${tasks} .store=${store}></signing-dialog
    ></seal-provider>`,
  );
  const dialog = provider.querySelector('signing-dialog') as SigningDialog;
  await until(() => dialog.context?.session, 'the session');
  const heard: Event[] = [];
  for (const name of ['ready', 'step-change', 'before-sign', 'signing', 'complete', 'cancel', 'error', 'verify'])
    dialog.addEventListener(`seal-${name}`, (event) => heard.push(event));
  return { dialog, server, tasks, store, heard };
}

const one = (dialog: SigningDialog, selector: string): HTMLElement | null =>
  dialog.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const textOf = (dialog: SigningDialog, selector: string): string => one(dialog, selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const start = (dialog: SigningDialog): Promise<void> =>
  dialog.start({ document: DOCUMENT, sealNumber: 'QL-C-03', placements: [PLACEMENT] });

async function toConfirm(scene: Stage): Promise<void> {
  await start(scene.dialog);
  await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
  one(scene.dialog, '.next-step')?.click();
  await until(() => one(scene.dialog, '.confirm-act'), 'the step confirm');
}

async function toResult(scene: Stage): Promise<void> {
  await toConfirm(scene);
  one(scene.dialog, '.confirm-act')?.click();
  await until(() => one(scene.dialog, '.slip'), 'the receipt');
}

const PENDING_PERMIT: PermitView = {
  ...ISSUED_PERMIT,
  status: 'pending',
  permit: null,
  approval: {
    id: 'A-1',
    waitingFor: [
      { type: 'person', id: 'p-4', name: '顾一宁' },
      { type: 'role', id: 'finance', name: '财务' },
    ],
    expires: '2026-09-18T09:00:00Z',
    comment: null,
  },
};

function approvalServer(): FakeServer {
  const server = new FakeServer();
  server.seal = sampleSeal({ use: { allowed: false, reason: 'APPROVAL_REQUIRED' } });
  server.permitAnswer = PENDING_PERMIT;
  return server;
}

/** To the permit that waits: without a reason nothing is asked for. */
async function toWaiting(scene: Stage): Promise<void> {
  await start(scene.dialog);
  await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
  expect(textOf(scene.dialog, '.next-step')).to.equal('Ask for approval');
  one(scene.dialog, '.next-step')?.click();
  await until(() => one(scene.dialog, '.use-reason [aria-invalid=true]'), 'the missing reason');
  expect(scene.server.asked('/permits')).to.equal(0);
  const reason = one(scene.dialog, '.use-reason textarea') as HTMLTextAreaElement;
  reason.value = ' Q3 order ';
  reason.dispatchEvent(new Event('input'));
  await scene.dialog.updateComplete;
  one(scene.dialog, '.next-step')?.click();
  await until(() => one(scene.dialog, '.waiting-approval'), 'the wait');
}

/** The permit takes a code of an authenticator app and nothing less. */
function intentServer(): FakeServer {
  const server = new FakeServer();
  server.challenge = { ...CHALLENGE, methods: ['totp'], minimumAssurance: 2 };
  server.methods = ENROLLED;
  // Later than any run of this test.
  server.intent = { expiresAt: new Date(Date.now() + 240_000).toISOString() };
  return server;
}

async function toIntent(scene: Stage): Promise<void> {
  await start(scene.dialog);
  await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
  one(scene.dialog, '.next-step')?.click();
  await until(() => one(scene.dialog, '.compared'), 'the step confirm');
  one(scene.dialog, '.next-step')?.click();
  await until(() => one(scene.dialog, '#code'), 'the code field');
}

async function enterCode({ dialog }: Stage, code: string): Promise<void> {
  const input = one(dialog, '#code') as HTMLInputElement;
  input.value = code;
  input.dispatchEvent(new Event('input'));
  await dialog.updateComplete;
  one(dialog, '.intent-action')?.click();
}

describe('<signing-dialog>', () => {
  it('has its messages in every locale', () => {
    expect(catalogueFaults(DIALOG_MESSAGES)).to.deep.equal([]);
  });

  it('goes from reading over confirming to the receipt, telling each step', async () => {
    const scene = await stage();
    const { dialog, heard, server, tasks } = scene;
    await toResult(scene);
    expect(heard.map((event) => event.type)).to.deep.equal([
      'seal-ready',
      'seal-step-change',
      'seal-before-sign',
      'seal-signing',
      'seal-step-change',
      'seal-complete',
    ]);
    const complete = heard.find((event) => event.type === 'seal-complete') as SealCompleteEvent;
    expect([complete.envelopeId, complete.documentHash, complete.receipt]).to.deep.equal(['e-0417', FILE_DIGEST, 'e30.e30.c2ln']);
    expect(complete.file.name).to.equal('数据采集设备购销合同-signed.pdf');
    expect(tasks.done).to.deep.equal(['readForSigning', 'validateFile', 'previewUse', 'joinResult', 'validateFile', 'checkReceipt']);
    expect(server.calls.filter((call) => call.path === '/uses/u-18204/confirm').map((call) => call.body)).to.deep.equal([
      { proof: { method: 'confirm', shownDigest: CHALLENGE.challenge } },
    ]);
    expect(textOf(dialog, '.slip')).to.include('R-20260918-7Q4M');
    await assertAccessible(dialog);
  });

  it('shows the act that is hashed, with the digest, the place and the certificate', async () => {
    const scene = await stage();
    await toConfirm(scene);
    expect(textOf(scene.dialog, '.act p')).to.equal(
      '沈知遥, for 青岚数据科技有限公司, places 合同专用章 (version 3) once on pages 1–2, 6 of “数据采集设备购销合同.pdf”.',
    );
    expect(textOf(scene.dialog, '.act')).to.include('9f2c 7b10 e6d3 … 41ab');
    expect(textOf(scene.dialog, '.confirm .facts')).to.include('Page 6: from left X 80.0, from bottom Y 105.5 mm');
    expect(textOf(scene.dialog, '.confirm .facts')).to.include('CN=青岚数据科技有限公司 合同专用章');
    await assertAccessible(scene.dialog);
  });

  it('names the holder and the issuer of the certificate as people read them, the whole names on request', async () => {
    const scene = await stage();
    scene.tasks.signer = {
      holder: '沈知遥',
      organisation: '青岚数据科技有限公司',
      issuer: 'Sealkit Demo CA',
      subjectText: 'CN=沈知遥,O=青岚数据科技有限公司,C=CN',
      issuerText: 'CN=Sealkit Demo CA,O=Sealkit Demo,C=CN',
    };
    await toConfirm(scene);
    const shown = one(scene.dialog, '.confirm .facts')?.innerText ?? '';
    expect(shown).to.include('沈知遥').and.to.include('青岚数据科技有限公司').and.to.include('Issued by Sealkit Demo CA');
    expect(shown).not.to.include('CN=');
    expect(textOf(scene.dialog, '.certificate-names')).to.include('CN=沈知遥,O=青岚数据科技有限公司,C=CN');
    expect(textOf(scene.dialog, '.certificate-names')).to.include('CN=Sealkit Demo CA,O=Sealkit Demo,C=CN');
    await assertAccessible(scene.dialog);
  });

  it('counts places and pages in the plural of the language', async () => {
    const scene = await stage();
    const wording = async (pages: readonly number[], locale: string): Promise<string> => {
      scene.dialog.parentElement?.setAttribute('locale', locale);
      await scene.dialog.start({ document: DOCUMENT, sealNumber: 'QL-C-03', placements: pages.map((page) => ({ ...PLACEMENT, page })) });
      await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
      return textOf(scene.dialog, '.reading-side .places');
    };
    expect(await wording([1], 'en')).to.equal('1 place, page 1');
    expect(await wording([1, 1], 'en')).to.equal('2 places, page 1');
    expect(await wording([1, 2, 3], 'en')).to.equal('3 places, pages 1–3');
    expect(await wording([1], 'zh-CN')).to.equal('1 处，第 1 页');
    expect(await wording([1, 2, 3], 'zh-CN')).to.equal('3 处，第 1–3 页');
  });

  it('lists places in page order, equal ones on several pages as one, and keeps the warning in sight', async () => {
    const scene = await stage();
    const at = (page: number, x: number, rotation = 0): typeof PLACEMENT => ({ ...PLACEMENT, page, x, rotation });
    const placements = [at(6, 61_000), at(2, 20_000), at(1, 61_000), at(3, 10_000), at(2, 90_000, 90_000), at(2, 61_000)];
    await scene.dialog.start({ document: DOCUMENT, sealNumber: 'QL-C-03', placements });
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.confirm-act'), 'the step confirm');
    const places = [...(scene.dialog.shadowRoot?.querySelectorAll('.place') ?? [])].map((place) => place.textContent);
    expect(places).to.deep.equal([
      'Pages 1–2, 6: from left X 80.0, from bottom Y 105.5\u00a0mm',
      'Page 2: from left X 39.0, from bottom Y 105.5\u00a0mm',
      'Page 2: from left X 109.0, from bottom Y 105.5\u00a0mm, turned 90°',
      'Page 3: from left X 29.0, from bottom Y 105.5\u00a0mm',
    ]);
    expect(textOf(scene.dialog, '.more-places summary')).to.equal('and 2 more');
    const warning = one(scene.dialog, '#final')?.getBoundingClientRect();
    const sheet = one(scene.dialog, '.sheet')?.getBoundingClientRect();
    expect(textOf(scene.dialog, '.foot')).to.include('cannot be undone');
    expect(warning?.bottom).to.be.at.most(sheet?.bottom ?? 0);
    await assertAccessible(scene.dialog);
  });

  it('says how many signatures the file has already when they are intact', async () => {
    const scene = await stage();
    scene.tasks.earlier = sampleReport();
    await start(scene.dialog);
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    expect(textOf(scene.dialog, '.reading-side')).to.include('1 earlier signature: intact');
    expect(one(scene.dialog, '.earlier')).to.equal(null);
  });

  it('names an earlier signature that does not hold, and goes on only after the person has said to have seen it', async () => {
    const scene = await stage();
    const spoiled = sampleSignature({
      field: 'seal-first-1',
      fields: ['seal-first-1'],
      indication: 'TOTAL-FAILED',
      coverage: 'partial',
      laterChanges: { level: 'forbidden', permitted: false, findings: [] },
    });
    scene.tasks.earlier = sampleReport({ signatures: [spoiled] });
    scene.tasks.report = sampleReport({
      signatures: [spoiled, sampleSignature({ field: FIELD, fields: [FIELD] })],
      document: { indication: 'TOTAL-FAILED' },
    });
    await start(scene.dialog);
    await until(() => one(scene.dialog, '.earlier'), 'the note');
    expect(textOf(scene.dialog, '.earlier')).to.include('合同专用章: the document was changed after it was signed.');
    await assertAccessible(scene.dialog);
    one(scene.dialog, '.next-step')?.click();
    await scene.dialog.updateComplete;
    expect(scene.server.asked('/envelopes')).to.equal(0);
    expect(textOf(scene.dialog, `#${one(scene.dialog, '.next-step')?.getAttribute('aria-describedby')}`)).to.include('you have seen');
    one(scene.dialog, '.seen input')?.click();
    await scene.dialog.updateComplete;
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.confirm-act'), 'the step confirm');
    one(scene.dialog, '.confirm-act')?.click();
    await until(() => one(scene.dialog, '.slip'), 'the receipt');
    expect(textOf(scene.dialog, '.result-sentence')).to.equal('Checked on this computer: Fail.');
    expect(textOf(scene.dialog, '.result-states')).to.equal('Earlier, 合同专用章: the document was changed after it was signed.');
    expect(one(scene.dialog, '.result-next .mark-pass')).to.equal(null);
    await assertAccessible(scene.dialog);
  });

  for (const [reason, why, next] of [
    ['signed', 'was signed before', 'prepared before the first of them signs'],
    ['malformed', 'its tags are faulty', 'a newly exported original'],
    ['shared', 'serve something else too', 'a newly exported original'],
    ['too-large', 'too many tags', 'a newly exported original'],
  ] as const) {
    it(`says with the receipt that the seal stays out of the tags of a document (${reason}), and what to do`, async () => {
      const scene = await stage();
      scene.tasks.notices = [{ code: 'FIELD_UNTAGGED', reason }];
      await toResult(scene);
      expect(textOf(scene.dialog, '.untagged')).to.match(new RegExp(`^A screen reader may pass over this seal.*${why}.*${next}`));
      await assertAccessible(scene.dialog);
    });
  }

  it('still says so when the signing is picked up in another tab, and nothing where nothing is left undone', async () => {
    const scene = await stage();
    scene.tasks.notices = [{ code: 'FIELD_UNTAGGED', reason: 'signed' }];
    await toConfirm(scene);
    const later = await stage(scene.store);
    await until(() => one(later.dialog, '.continue'), 'the offer');
    one(later.dialog, '.continue .primary')?.click();
    await until(() => one(later.dialog, '.slip'), 'the receipt');
    expect(later.tasks.done).not.to.include('previewUse');
    expect(textOf(later.dialog, '.untagged')).to.include('A screen reader may pass over this seal');
    const tagged = await stage();
    await toResult(tagged);
    expect(one(tagged.dialog, '.untagged')).to.equal(null);
  });

  it('asks for a permit in the language of the page, and for the same one when it is picked up in another', async () => {
    const scene = await stage();
    const asked = ({ server }: Stage): unknown[] =>
      server.calls.filter(({ path }) => path === '/permits').map(({ body }) => (body as { language?: unknown }).language);
    scene.dialog.lang = 'zh-Hans';
    await until(() => scene.dialog.locale === 'zh-Hans', 'the language');
    scene.server.problems = { '/uses': { code: 'INTERNAL', status: 500, retryable: true } };
    await start(scene.dialog);
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.failure'), 'the failure');
    expect(asked(scene)).to.deep.equal(['zh-CN']);
    const later = await stage(scene.store);
    await until(() => one(later.dialog, '.continue'), 'the offer');
    one(later.dialog, '.continue .primary')?.click();
    await until(() => one(later.dialog, '.confirm-act'), 'the step confirm');
    expect([later.dialog.locale, asked(later)]).to.deep.equal(['en', ['zh-CN']]);
    const english = await stage();
    await toConfirm(english);
    expect(asked(english)).to.deep.equal(['en']);
  });

  it('signs in an envelope that is open already, also after a refusal, and opens none of its own', async () => {
    const scene = await stage();
    scene.server.problems = { '/permits': { code: 'SEAL_CHANGED', status: 409 } };
    const order = { document: DOCUMENT, sealNumber: 'QL-C-03', placements: [PLACEMENT], envelopeId: 'e-0417' };
    void scene.dialog.start(order);
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.failure'), 'the refusal');
    scene.server.problems = {};
    one(scene.dialog, '.failure .button')?.click();
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document again');
    one(scene.dialog, '.next-step')?.click();
    await until(() => scene.server.calls.filter(({ path }) => path === '/permits').length === 2, 'the second question');
    expect(scene.server.calls.some(({ path }) => path === '/envelopes')).to.equal(false);
    const asked = scene.server.calls
      .filter(({ path }) => path === '/permits')
      .map(({ body }) => (body as { envelopeId: string }).envelopeId);
    expect(asked).to.deep.equal(['e-0417', 'e-0417']);
  });

  it('signs nothing when the server would write something else than this page computes', async () => {
    const scene = await stage();
    scene.tasks.failures = { previewUse: new SigningError('PREVIEW_DIFFERS', 'x') };
    await start(scene.dialog);
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.failure'), 'the refusal');
    expect(textOf(scene.dialog, '.failure')).to.include('The server would write something else');
    expect(textOf(scene.dialog, '.failure')).to.include('Nothing was signed.');
    expect(one(scene.dialog, '.confirm-act')).to.equal(null);
    expect(scene.server.asked('/uses/u-18204/confirm')).to.equal(0);
    await assertAccessible(scene.dialog);
  });

  it('names a file that cannot be signed before the server is asked', async () => {
    const scene = await stage();
    scene.tasks.failures = { readForSigning: new TaskError({ name: 'PadesError', code: 'PADES_ENCRYPTED', message: 'x' }) };
    await start(scene.dialog);
    await until(() => one(scene.dialog, '.failure'), 'the refusal');
    expect(textOf(scene.dialog, '.failure')).to.include('This file cannot be sealed');
    expect(textOf(scene.dialog, '.failure')).to.include('The file is encrypted.');
    expect(scene.server.asked('/envelopes')).to.equal(0);
  });

  it('says why the seal cannot be used, and asks anew after a refusal', async () => {
    const scene = await stage();
    scene.server.problems = { '/permits': { code: 'SEAL_SUSPENDED', eventId: 'ev-1' } };
    await start(scene.dialog);
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.failure'), 'the refusal');
    expect(textOf(scene.dialog, '.failure')).to.include('The seal is suspended.');
    expect((scene.heard.at(-1) as Event & { code?: string }).code).to.equal('SEAL_SUSPENDED');
  });

  it('stops when the host forbids it', async () => {
    const scene = await stage();
    scene.dialog.addEventListener('seal-before-sign', (event) => event.preventDefault());
    await toConfirm(scene);
    one(scene.dialog, '.confirm-act')?.click();
    await scene.dialog.updateComplete;
    expect(scene.server.asked('/uses/u-18204/confirm')).to.equal(0);
  });

  it('repeats an unanswered confirmation under the same key', async () => {
    const scene = await stage();
    scene.server.problems = { '/uses/u-18204/confirm': { code: 'INTERNAL', status: 500, retryable: true } };
    await toConfirm(scene);
    one(scene.dialog, '.confirm-act')?.click();
    await until(() => one(scene.dialog, '.failure'), 'the failure');
    expect(textOf(scene.dialog, '.failure')).to.include('Continuing will not seal twice.');
    scene.server.problems = {};
    one(scene.dialog, '.failure button')?.click();
    await until(() => one(scene.dialog, '.slip'), 'the receipt');
    const keys = scene.server.calls.filter((call) => call.path === '/uses/u-18204/confirm').map((call) => call.key);
    expect(keys.length).to.equal(2);
    expect(new Set(keys).size).to.equal(1);
  });

  it('does not offer a result that fails its validation, nor one without a trusted receipt', async () => {
    const broken = await stage();
    broken.tasks.report = sampleReport({
      signatures: [sampleSignature({ fields: ['seal-b1f6a1de-1'], integrity: 'broken', indication: 'TOTAL-FAILED' })],
    });
    await toConfirm(broken);
    one(broken.dialog, '.confirm-act')?.click();
    await until(() => one(broken.dialog, '.failure'), 'the failure');
    expect(textOf(broken.dialog, '.failure')).to.include('did not pass the check on this computer');
    expect(broken.heard.some((event) => event.type === 'seal-complete')).to.equal(false);

    const unsigned = await stage();
    unsigned.tasks.failures = { checkReceipt: new SigningError('RECEIPT_NOT_VERIFIED', 'x') };
    await toConfirm(unsigned);
    one(unsigned.dialog, '.confirm-act')?.click();
    await until(() => one(unsigned.dialog, '.failure'), 'the failure');
    expect(textOf(unsigned.dialog, '.failure')).to.include('not signed by a register that this page trusts');
  });

  it('keeps the signed file until it is downloaded, and warns before the page is left', async () => {
    const scene = await stage();
    await toResult(scene);
    const leave = (): boolean => dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leave()).to.equal(false);
    expect(scene.store.records.size).to.equal(1);
    const saved: string[] = [];
    addEventListener(
      'click',
      (event) => {
        if (!(event.target instanceof HTMLAnchorElement)) return;
        event.preventDefault();
        saved.push(event.target.download);
      },
      { once: false, capture: true },
    );
    one(scene.dialog, '.result-next .primary')?.click();
    await until(() => scene.store.records.size === 0, 'the record removed');
    expect(saved).to.deep.equal(['数据采集设备购销合同-signed.pdf']);
    expect(leave()).to.equal(true);
  });

  it('offers to continue an interrupted signing, and picks up what the server finished', async () => {
    const before = await stage();
    before.server.problems = { '/uses/u-18204/confirm': { code: 'INTERNAL', status: 500, retryable: true } };
    await toConfirm(before);
    one(before.dialog, '.confirm-act')?.click();
    await until(() => one(before.dialog, '.failure'), 'the failure');
    const after = await stage(before.store);
    await until(() => one(after.dialog, '.continue'), 'the offer');
    expect(textOf(after.dialog, '.continue')).to.include('数据采集设备购销合同.pdf');
    await assertAccessible(after.dialog);
    one(after.dialog, '.continue .primary')?.click();
    await until(() => one(after.dialog, '.slip'), 'the receipt');
    expect(after.server.asked('/uses/u-18204')).to.equal(1);
    expect(after.server.asked('/permits')).to.equal(0);
  });

  it('offers a signed file that was not downloaded, lets it wait, and forgets it only once it is downloaded', async () => {
    const before = await stage();
    await toResult(before);
    await before.dialog.close();
    await until(() => one(before.dialog, '.continue'), 'the note');
    expect(textOf(before.dialog, '.continue')).to.include('is sealed, not downloaded yet');
    expect(one(before.dialog, '.give-up')).to.equal(null);
    await assertAccessible(before.dialog);
    one(before.dialog, '.later')?.focus();
    one(before.dialog, '.later')?.click();
    await until(() => !one(before.dialog, '.continue'), 'the note gone');
    await until(() => before.dialog.shadowRoot?.activeElement?.id === 'after-note', 'the focus where the note stood');
    expect(before.store.records.size).to.equal(1);
    const after = await stage(before.store);
    await until(() => one(after.dialog, '.continue'), 'the note of the page opened again');
    const saved: string[] = [];
    const save = (event: MouseEvent): void => {
      if (!(event.target instanceof HTMLAnchorElement)) return;
      event.preventDefault();
      saved.push(event.target.download);
    };
    addEventListener('click', save, { capture: true });
    one(after.dialog, '.continue .primary')?.click();
    await until(() => !one(after.dialog, '.continue'), 'the note gone');
    removeEventListener('click', save, { capture: true });
    expect(saved).to.deep.equal(['数据采集设备购销合同-signed.pdf']);
    expect(before.store.records.size).to.equal(0);
  });

  it('gives the focus back to the note when the receipt was opened from it', async () => {
    const scene = await stage();
    await toResult(scene);
    await scene.dialog.close();
    await until(() => one(scene.dialog, '.continue'), 'the note');
    const [, receipt] = scene.dialog.shadowRoot?.querySelectorAll<HTMLElement>('.continue button') ?? [];
    receipt?.focus();
    receipt?.click();
    await until(() => one(scene.dialog, '.slip'), 'the receipt');
    await scene.dialog.close();
    await until(() => scene.dialog.shadowRoot?.activeElement?.closest('.continue'), 'the focus on the note');
  });

  it('keeps the note on a kept signing in the flow of the page', async () => {
    const before = await stage();
    await toResult(before);
    await before.dialog.close();
    await until(() => one(before.dialog, '.continue'), 'the note');
    const note = one(before.dialog, '.continue');
    expect(note && getComputedStyle(note).position).to.equal('static');
  });

  it('forgets what the person gives up', async () => {
    const before = await stage();
    before.server.problems = { '/uses/u-18204/confirm': { code: 'INTERNAL', status: 500, retryable: true } };
    await toConfirm(before);
    one(before.dialog, '.confirm-act')?.click();
    await until(() => one(before.dialog, '.failure'), 'the failure');
    const after = await stage(before.store);
    await until(() => one(after.dialog, '.continue'), 'the offer');
    one(after.dialog, '.give-up')?.click();
    await after.dialog.updateComplete;
    expect(textOf(after.dialog, '.continue')).to.include('the signed file is gone here');
    expect(before.store.records.size).to.equal(1);
    one(after.dialog, '.give-up')?.click();
    await until(() => before.store.records.size === 0, 'the record removed');
  });

  it('gives the focus back to its opener when the person leaves, and tells of it', async () => {
    const scene = await stage();
    const opener = scene.dialog.parentElement?.querySelector('button');
    opener?.focus();
    await toConfirm(scene);
    expect(scene.dialog.shadowRoot?.activeElement?.id).to.equal('title');
    await scene.dialog.close();
    await until(() => scene.heard.some((event) => event.type === 'seal-cancel'), 'the event');
    expect(document.activeElement).to.equal(opener);
    expect(scene.store.records.size).to.equal(0);
  });

  it('takes items of the placement element as they are, and refuses places of two seals', async () => {
    const scene = await stage();
    await scene.dialog.start({ document: DOCUMENT, placements: [{ ...PLACEMENT, sealNumber: 'QL-C-03' }] });
    await until(() => scene.server.asked('/seals/QL-C-03') > 0, 'the seal');
    let refused = false;
    try {
      await scene.dialog.start({
        document: DOCUMENT,
        placements: [
          { ...PLACEMENT, sealNumber: 'A' },
          { ...PLACEMENT, sealNumber: 'B' },
        ],
      });
    } catch (error) {
      refused = error instanceof TypeError;
    }
    expect(refused).to.equal(true);
  });

  it('asks why where an approver decides, waits for the permit, and goes on by itself', async () => {
    const scene = await stage(undefined, approvalServer());
    scene.dialog.addEventListener('seal-waiting', (event) => scene.heard.push(event));
    await toWaiting(scene);
    expect(textOf(scene.dialog, '.waiting-approval')).to.include('Waits for 顾一宁, 财务');
    expect(scene.server.calls.find(({ path }) => path === '/permits')?.body).to.include({ reason: 'Q3 order' });
    expect(scene.heard.filter(({ type }) => type === 'seal-waiting').map((event) => (event as SealWaitingEvent).approvalId)).to.deep.equal([
      'A-1',
    ]);
    expect(textOf(scene.dialog, '.steps')).to.equal('Read Approval Confirm Receipt');
    await assertAccessible(scene.dialog);
    one(scene.dialog, '.check-now')?.click();
    await until(() => scene.server.asked('/permits/b1f6a1de') === 1, 'the question');
    expect(one(scene.dialog, '.waiting-approval')).not.to.equal(null);
    scene.server.permitLater = ISSUED_PERMIT;
    await until(
      () => scene.server.asked('/permits/b1f6a1de') > 1 || (one(scene.dialog, '.check-now')?.click(), false),
      'the next question',
    );
    await until(() => one(scene.dialog, '.confirm-act'), 'the step confirm');
    expect(scene.server.asked('/permits')).to.equal(1);
  });

  it('keeps a signing that waits for approval when it is left, and goes on with it later', async () => {
    const before = await stage(undefined, approvalServer());
    await toWaiting(before);
    await before.dialog.close();
    await until(() => one(before.dialog, '.continue'), 'the note');
    expect(textOf(before.dialog, '.continue')).to.include('waits for approval');
    expect(before.heard.some(({ type }) => type === 'seal-cancel')).to.equal(false);
    before.server.permitLater = ISSUED_PERMIT;
    const after = await stage(before.store, before.server);
    await until(() => one(after.dialog, '.continue .primary'), 'the note of the page opened again');
    one(after.dialog, '.continue .primary')?.click();
    await until(() => one(after.dialog, '.confirm-act'), 'the step confirm');
    expect(before.server.asked('/permits')).to.equal(1);
  });

  it('says in words that the use was rejected, with the comment, and lets the person ask again', async () => {
    const scene = await stage(undefined, approvalServer());
    await toWaiting(scene);
    const { approval } = PENDING_PERMIT;
    scene.server.permitLater = { ...PENDING_PERMIT, status: 'refused', approval: approval && { ...approval, comment: 'Wrong price' } };
    one(scene.dialog, '.check-now')?.click();
    await until(() => one(scene.dialog, '.failure'), 'the refusal');
    expect(textOf(scene.dialog, '.failure')).to.include('The approver refused the permit. Comment: “Wrong price”');
    await assertAccessible(scene.dialog);
    one(scene.dialog, '.failure .button')?.click();
    await until(() => one(scene.dialog, '.use-reason'), 'the document again');
    await scene.dialog.close();
    await until(() => scene.store.records.size === 0, 'nothing kept');
  });

  it('says that nobody decided in time', async () => {
    const scene = await stage(undefined, approvalServer());
    await toWaiting(scene);
    scene.server.permitLater = { ...PENDING_PERMIT, status: 'expired' };
    one(scene.dialog, '.check-now')?.click();
    await until(() => one(scene.dialog, '.failure'), 'the end');
    expect(textOf(scene.dialog, '.failure')).to.include('Nobody decided on the request in time.');
  });

  it('waits on when the server cannot be asked for a while', async () => {
    const scene = await stage(undefined, approvalServer());
    await toWaiting(scene);
    scene.server.problems = { '/permits/b1f6a1de': { code: 'STORE_BUSY', status: 409, retryable: true } };
    one(scene.dialog, '.check-now')?.click();
    await until(() => scene.server.asked('/permits/b1f6a1de') === 1, 'the question');
    await scene.dialog.updateComplete;
    expect(one(scene.dialog, '.waiting-approval')).not.to.equal(null);
    expect(one(scene.dialog, '.failure')).to.equal(null);
  });

  it('tells the server kind and amount of the document that the host gives', async () => {
    const scene = await stage();
    await scene.dialog.start({
      document: DOCUMENT,
      sealNumber: 'QL-C-03',
      placements: [PLACEMENT],
      documentClass: 'sales-contract',
      amount: { value: 100, currency: 'CNY' },
    });
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.confirm-act'), 'the step confirm');
    const envelope = scene.server.calls.find(({ path }) => path === '/envelopes')?.body as Record<string, unknown>;
    expect([envelope['documentClass'], envelope['amount']]).to.deep.equal(['sales-contract', { value: 100, currency: 'CNY' }]);
  });

  it('signs without a seal and without a place', async () => {
    const scene = await stage();
    await scene.dialog.start({ document: DOCUMENT, placements: [{ kind: 'invisible' }] });
    await until(() => one(scene.dialog, '.next-step')?.getAttribute('aria-disabled') === 'false', 'the document read');
    one(scene.dialog, '.next-step')?.click();
    await until(() => one(scene.dialog, '.confirm-act'), 'the step confirm');
    const permit = scene.server.calls.find((call) => call.path === '/permits')?.body as { sealNumber: unknown; placements: unknown[] };
    expect([permit.sealNumber, permit.placements]).to.deep.equal([null, []]);
  });

  it('has a step for what the permit asks of the person, and signs with what they give', async () => {
    const scene = await stage(new MemoryStore(), intentServer());
    const { dialog, server, heard } = scene;
    await toIntent(scene);
    expect([...(dialog.shadowRoot?.querySelectorAll('.steps li') ?? [])].map((step) => step.textContent?.trim())).to.deep.equal([
      'Read',
      'Confirm',
      'Intent check',
      'Receipt',
    ]);
    expect(textOf(dialog, '#title')).to.equal('Confirm that this is your decision');
    expect(textOf(dialog, '.act')).to.include('9f2c 7b10 e6d3 … 41ab');
    expect(textOf(dialog, '.foot')).to.include('cannot be undone');
    await assertAccessible(dialog);
    await enterCode(scene, '123456');
    await until(() => one(dialog, '.slip'), 'the receipt');
    expect(server.calls.filter(({ path }) => path === '/uses/u-18204/confirm').map(({ body }) => body)).to.deep.equal([
      { proof: { intentId: 'i-1', shownDigest: CHALLENGE.challenge, answer: { code: '123456' } } },
    ]);
    expect(heard.map(({ type }) => type)).to.deep.equal([
      'seal-ready',
      'seal-step-change',
      'seal-before-sign',
      'seal-step-change',
      'seal-signing',
      'seal-step-change',
      'seal-complete',
    ]);
  });

  it('stays in the step when a code is wrong, with the tries that are left, and takes the right one then', async () => {
    const scene = await stage(new MemoryStore(), intentServer());
    const { dialog, server } = scene;
    await toIntent(scene);
    server.problems = { '/uses/u-18204/confirm': { code: 'INTENT_CODE_WRONG', status: 422, values: { triesLeft: 4 } } };
    await enterCode(scene, '000000');
    await until(() => one(dialog, '#code[aria-invalid=true]'), 'the fault');
    expect(textOf(dialog, '#code-life')).to.include('4 tries left.');
    await until(() => dialog.shadowRoot?.activeElement === one(dialog, '#code'), 'the focus');
    await assertAccessible(dialog);
    server.problems = {};
    await enterCode(scene, '123456');
    await until(() => one(dialog, '.slip'), 'the receipt');
    const keys = server.calls.filter(({ path }) => path === '/uses/u-18204/confirm').map(({ key }) => key);
    expect(new Set(keys).size).to.equal(2);
  });

  it('goes back from the step to the act, and nothing is asked of the server by it', async () => {
    const scene = await stage(new MemoryStore(), intentServer());
    const { dialog, server } = scene;
    await toIntent(scene);
    one(dialog, '.foot .button:not(.primary)')?.click();
    await until(() => one(dialog, '.compared'), 'the act');
    one(dialog, '.next-step')?.click();
    await until(() => one(dialog, '#code'), 'the code field');
    expect(server.asked('/permits')).to.equal(1);
    expect(server.asked('/uses')).to.equal(1);
  });

  it('looks first what became of the act when no answer came to a code', async () => {
    const scene = await stage(new MemoryStore(), intentServer());
    const { dialog, server } = scene;
    await toIntent(scene);
    server.problems = { '/uses/u-18204/confirm': { code: 'INTERNAL', status: 500, retryable: true } };
    await enterCode(scene, '123456');
    await until(() => one(dialog, '.failure'), 'the failure');
    expect(textOf(dialog, '.failure')).to.include('The answer did not arrive');
    one(dialog, '.failure .button')?.click();
    await until(() => one(dialog, '.slip'), 'the receipt');
    expect(server.asked('/uses/u-18204/confirm')).to.equal(1);
    expect(server.asked('/uses/u-18204')).to.equal(1);
  });

  it('ends with the act when the act itself is refused', async () => {
    const scene = await stage(new MemoryStore(), intentServer());
    const { dialog, server } = scene;
    await toIntent(scene);
    server.problems = { '/uses/u-18204/confirm': { code: 'SEAL_SUSPENDED', status: 409 } };
    await enterCode(scene, '123456');
    await until(() => one(dialog, '.failure'), 'the failure');
    expect(one(dialog, '#code')).to.equal(null);
    expect(textOf(dialog, '.failure')).to.include('Nothing was signed.');
  });

  it('keeps the step within 320 pixels', async () => {
    const scene = await stage(new MemoryStore(), intentServer());
    await toIntent(scene);
    const dialog = one(scene.dialog, 'dialog') as HTMLElement;
    dialog.style.inlineSize = '320px';
    dialog.style.maxInlineSize = '320px';
    await scene.dialog.updateComplete;
    expect(one(scene.dialog, '.body')?.scrollWidth).to.be.at.most(320);
    expect(one(scene.dialog, '.foot')?.scrollWidth).to.be.at.most(320);
    await assertAccessible(scene.dialog);
  });
});
