import type { ApprovalView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { APPROVAL_FILE, PAGE_TASKS, sampleApproval } from '../../test/approval-samples.ts';
import { CenterServer } from '../../test/center-samples.ts';
import { mount, until } from '../../test/mount.ts';
import { PDF_ASSETS, samplePdf } from '../../test/sample-pdf.ts';
import '../define/seal-approval.ts';
import '../define/seal-provider.ts';
import type { DocumentViewer } from '../document-viewer/document-viewer.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import type { SealDecisionEvent } from './seal-approval.events.ts';
import { APPROVAL_MESSAGES } from './seal-approval.messages.ts';
import type { SealApproval } from './seal-approval.ts';

let server: CenterServer;
let approval: ApprovalView;

interface Setup {
  readonly file?: Blob | null;
  readonly id?: string;
  readonly width?: number;
  readonly locale?: string;
}

async function mountApproval({ file, id, width = 1200, locale = 'en' }: Setup = {}): Promise<SealApproval> {
  const provider = await mount<HTMLElement>(
    html`<seal-provider
      endpoint="/api"
      time-zone="Asia/Shanghai"
      locale=${locale}
      pdf-src=${PDF_ASSETS.pdfModule}
      pdf-worker-src=${PDF_ASSETS.pdfWorker}
      .transport=${server.transport}
      ><seal-approval
        .tasks=${PAGE_TASKS}
        .approvalId=${id}
        .loadDocument=${file === undefined ? undefined : () => Promise.resolve(file)}
      ></seal-approval
    ></seal-provider>`,
  );
  const element = provider.querySelector('seal-approval') as SealApproval;
  element.style.width = `${width}px`;
  await until(() => find(element, id === undefined ? '.queue-item, .empty, .failure' : '.decision, .failure'), 'the requests');
  await element.updateComplete;
  return element;
}

const find = (element: Element, selector: string): HTMLElement | null => element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const textOf = (element: Element, selector: string): string => find(element, selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';

function must(element: Element, selector: string): HTMLElement {
  const found = find(element, selector);
  if (!found) throw new Error(`expected ${selector}`);
  return found;
}

async function comment(element: SealApproval, text: string): Promise<void> {
  const field = must(element, '[name=comment]') as HTMLTextAreaElement;
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await element.updateComplete;
}

async function bring(element: SealApproval, file: File): Promise<void> {
  const files = new DataTransfer();
  files.items.add(file);
  const input = must(element, '.choose input') as HTMLInputElement;
  input.files = files.files;
  input.dispatchEvent(new Event('change'));
  await element.updateComplete;
}

describe('<seal-approval>', () => {
  beforeAll(async () => {
    approval = await sampleApproval();
  });
  beforeEach(() => {
    server = new CenterServer();
    server.answers = {
      'GET /approvals': (_body, query) => ({ approvals: query.get('box') === 'for-me' ? [approval] : [], nextCursor: null }),
      'GET /approvals/A-1': () => approval,
      'POST /approvals/A-1/decisions': (body) => ({
        approval: {
          ...approval,
          status: 'approved',
          waitingFor: [],
          decisions: [
            {
              person: { id: 'p-7f21', name: '沈知遥' },
              decision: (body as { decision: 'approved' }).decision,
              comment: 'Seen',
              time: '2026-09-18T07:00:00Z',
              attested: true,
              countersigned: (body as { countersignature?: object }).countersignature !== undefined,
            },
          ],
          decide: { allowed: false, reason: 'APPROVAL_CLOSED' },
        },
        receipt: 'd.e.c',
      }),
    };
  });

  it('has its messages in every locale', () => {
    expect(catalogueFaults(APPROVAL_MESSAGES)).to.deep.equal([]);
  });

  it('shows the queue by box, with what is empty in words', async () => {
    const element = await mountApproval();
    expect(textOf(element, '.queue-item')).to.include('数据采集设备购销合同.pdf');
    expect(textOf(element, '.queue-item .badge')).to.match(/^By /);
    await assertAccessible(element);
    must(element, '#tab-mine').click();
    await until(() => find(element, '.empty'), 'the empty box');
    expect(textOf(element, '.empty')).to.equal('You have asked for nothing.');
    expect(server.asked('GET /approvals').map(({ query }) => query.get('box'))).to.deep.equal(['for-me', 'mine']);
  });

  it('reads on to older requests, and reads all that it shows again', async () => {
    const page = (ids: readonly string[], nextCursor: string | null) => ({ approvals: ids.map((id) => ({ ...approval, id })), nextCursor });
    server.answers = {
      ...server.answers,
      'GET /approvals': (_body, query) => (query.has('cursor') ? page(['A-2', 'A-3'], null) : page(['A-1'], 'A-1')),
    };
    const element = await mountApproval();
    must(element, '.queue-more button').click();
    await until(() => element.shadowRoot?.querySelectorAll('.queue-item').length === 3, 'the older requests');
    expect(server.asked('GET /approvals').map(({ query }) => query.get('cursor'))).to.deep.equal([null, 'A-1']);
    expect(find(element, '.queue-more')).to.equal(null);
    await assertAccessible(element);
  });

  it('shows the exact places on the document, once digest, length and structure are those of the request', async () => {
    const element = await mountApproval({ id: 'A-1', file: APPROVAL_FILE });
    await until(() => find(element, '.seen'), 'the comparison');
    expect(textOf(element, '.seen')).to.include('compared on this computer');
    const viewer = must(element, 'document-viewer') as DocumentViewer;
    await until(() => viewer.shadowRoot?.querySelector('.page-mark.current'), 'the first place');
    const mark = viewer.shadowRoot?.querySelector('.page-mark.current');
    expect(mark?.getAttribute('aria-label')).to.equal('合同专用章 X 61.0 Y 172.5 mm');
    const page = mark?.parentElement?.getBoundingClientRect();
    const box = mark?.getBoundingClientRect();
    if (!page || !box) throw new Error('expected the mark on its page');
    expect(Math.abs((box.left - page.left) / page.width - 42_000 / 210_000) < 0.002).to.equal(true);
    must(element, '[aria-label="Next place"]').click();
    await until(() => viewer.page === 2 && viewer.shadowRoot?.querySelector('[data-page="2"] .page-mark.current'), 'the second place');
    expect(textOf(element, '.places')).to.equal('Place 2 of 2');
    await assertAccessible(element);
    await assertAccessible(viewer);
  });

  it('says what was checked, and what approving creates, before anything is approved', async () => {
    const element = await mountApproval({ id: 'A-1', file: APPROVAL_FILE });
    expect(textOf(element, '#decision-title')).to.equal('合同专用章, 2 places');
    expect(textOf(element, '.facts')).to.include('CN¥1,286,000.00');
    expect(textOf(element, '.rules')).to.include('Fail: The seal has a newer version');
    expect(textOf(element, '.rules')).to.include('Note: There is another request like this one');
    expect(textOf(element, '.decision')).to.include('Waits for 沈知遥, 财务');
    expect(textOf(element, '.permit-words')).to.include('only these 2 places, only for 陆文舟, once');
  });

  it('sends with an approval what this page computed', async () => {
    const element = await mountApproval({ id: 'A-1', file: APPROVAL_FILE });
    const heard: SealDecisionEvent[] = [];
    element.addEventListener('seal-decision', (event) => heard.push(event as SealDecisionEvent));
    await until(() => find(element, '.approve')?.getAttribute('aria-disabled') === 'false', 'the comparison');
    must(element, '.approve').click();
    await until(() => heard.length === 1, 'the decision');
    expect(server.asked('POST /approvals/A-1/decisions')[0]?.body).to.deep.equal({
      decision: 'approved',
      comment: '',
      requestDigest: approval.requestDigest,
      attestation: { digest: approval.document.digest, length: approval.document.length, frame: approval.frame },
    });
    expect([heard[0]?.decision, heard[0]?.receipt]).to.deep.equal(['approved', 'd.e.c']);
    await until(() => find(element, '.decision .badge')?.textContent.includes('Approved'), 'the end');
    expect(find(element, '.decision-buttons')).to.equal(null);
    expect(textOf(element, '.decision')).to.include('Saw the same file');
    await assertAccessible(element);
  });

  it('wants the file first where the grant asks the approver to have seen it, and names a wrong one', async () => {
    const element = await mountApproval({ id: 'A-1' });
    expect(must(element, '.approve').getAttribute('aria-disabled')).to.equal('true');
    expect(textOf(element, '#why-approve')).to.include('Open the file here first');
    expect(textOf(element, '.place-table')).to.include('Page 1: 61.0 mm from the left, 124.5 mm from the top');
    await assertAccessible(element);
    await bring(element, new File(['%PDF'], 'other.pdf'));
    expect(textOf(element, '.wrong')).to.include('other.pdf is another file: 4 bytes');
    const same = samplePdf([{}, { text: 'Article 18 Signatures' }]);
    await bring(element, new File([same], 'changed.pdf'));
    await until(() => textOf(element, '.wrong').includes('changed.pdf'), 'the comparison');
    expect(textOf(element, '.wrong')).to.include('its digest is');
    must(element, '.approve').click();
    await element.updateComplete;
    expect(server.asked('POST /approvals/A-1/decisions').length).to.equal(0);
    await assertAccessible(element);
    await bring(element, APPROVAL_FILE);
    await until(() => find(element, '.approve')?.getAttribute('aria-disabled') === 'false', 'the right file');
  });

  it('does not let a file pass that reads into another structure', async () => {
    const { frame } = approval;
    server.answers = { ...server.answers, 'GET /approvals/A-1': () => ({ ...approval, frame: `${frame.slice(0, -1)}x` }) };
    const element = await mountApproval({ id: 'A-1', file: APPROVAL_FILE });
    await until(() => find(element, '.wrong'), 'the comparison');
    expect(textOf(element, '.wrong')).to.include('its structure reads differently here');
    expect(must(element, '.approve').getAttribute('aria-disabled')).to.equal('true');
  });

  it('rejects only with a comment, also without the file', async () => {
    const element = await mountApproval({ id: 'A-1' });
    must(element, '.reject').click();
    await until(() => element.shadowRoot?.activeElement?.getAttribute('name') === 'comment', 'the focus on the comment');
    expect(textOf(element, '.decision-foot')).to.include('Write why you reject.');
    expect(server.asked('POST /approvals/A-1/decisions').length).to.equal(0);
    await comment(element, ' Wrong price ');
    must(element, '.reject').click();
    await until(() => server.asked('POST /approvals/A-1/decisions').length === 1, 'the decision');
    expect(server.asked('POST /approvals/A-1/decisions')[0]?.body).to.deep.equal({
      decision: 'rejected',
      comment: 'Wrong price',
      requestDigest: approval.requestDigest,
      attestation: null,
    });
  });

  it('says why one may not decide, and lets the requester withdraw', async () => {
    const own = { ...approval, requester: { id: 'p-7f21', name: '沈知遥' }, decide: { allowed: false, reason: 'APPROVER_IS_REQUESTER' } };
    server.answers = {
      'GET /approvals/A-1': () => own,
      'POST /approvals/A-1/withdrawal': () => ({ approval: { ...own, status: 'withdrawn' }, receipt: 'w.d.r' }),
    };
    const element = await mountApproval({ id: 'A-1', file: APPROVAL_FILE });
    expect(find(element, '.approve')).to.equal(null);
    expect(textOf(element, '.decision-foot .why')).to.include('Whoever asks does not decide.');
    await comment(element, 'Not needed');
    must(element, '.withdraw').click();
    await until(() => find(element, '.decision .badge')?.textContent.includes('Withdrawn'), 'the end');
    expect(server.asked('POST /approvals/A-1/withdrawal')[0]?.body).to.deep.equal({ reason: 'Not needed' });
  });

  it('keeps the comment when the server refuses', async () => {
    server.problems = { '/approvals/A-1/decisions': { code: 'APPROVAL_CHANGED', status: 409 } };
    const element = await mountApproval({ id: 'A-1', file: APPROVAL_FILE });
    await until(() => find(element, '.approve')?.getAttribute('aria-disabled') === 'false', 'the comparison');
    await comment(element, 'Fine');
    must(element, '.approve').click();
    await until(() => find(element, '.decision-foot .failure'), 'the refusal');
    expect(textOf(element, '.decision-foot .failure')).to.include('The request is no longer the one that you saw.');
    expect((must(element, '[name=comment]') as HTMLTextAreaElement).value).to.equal('Fine');
  });

  it('says why the queue could not be read', async () => {
    server.problems = { '/approvals': { code: 'NOT_AUTHORIZED', status: 403 } };
    const element = await mountApproval();
    expect(textOf(element, '.failure')).to.include('You may not do this.');
  });

  it('fits 320 px, where the open request takes the place of the queue', async () => {
    const element = await mountApproval({ width: 320, locale: 'zh-CN', file: null });
    must(element, '.queue-item').click();
    await until(() => element.shadowRoot?.activeElement?.id === 'decision-title', 'the focus on the request');
    expect(must(element, '.queue-side').checkVisibility()).to.equal(false);
    expect(must(element, '.approval').scrollWidth <= 320).to.equal(true);
    await assertAccessible(element);
    must(element, '.back').click();
    await until(() => must(element, '.queue-side').checkVisibility(), 'the queue');
  });

  describe('where the approver countersigns with a passkey', () => {
    const OPTIONS = { challenge: 'AAAA', rpId: 'localhost', timeout: 1000, userVerification: 'required', allowCredentials: [] };
    const credentials = navigator.credentials;
    let asked: number;
    let refused: DOMException | null;

    beforeEach(() => {
      asked = 0;
      refused = null;
      const wanted: ApprovalView = { ...approval, countersigns: 'passkey', needsAttestation: false };
      server.answers = {
        ...server.answers,
        'GET /approvals/A-1': () => wanted,
        'GET /approvals/A-1/countersignature': () => ({ requestDigest: approval.requestDigest, passkey: OPTIONS }),
      };
      Object.defineProperty(credentials, 'get', {
        configurable: true,
        value: () => {
          asked += 1;
          if (refused !== null) return Promise.reject(refused);
          const given = { toJSON: () => ({ id: `answer-${asked}` }) };
          return Promise.resolve(Object.setPrototypeOf(given, PublicKeyCredential.prototype) as Credential);
        },
      });
    });
    // The own property hides what the prototype has.
    afterEach(() => Reflect.deleteProperty(credentials, 'get'));

    it('asks the passkey for its answer to this request, and sends it with the approval', async () => {
      const element = await mountApproval({ id: 'A-1' });
      expect(textOf(element, '.approve')).to.equal('Approve with passkey');
      expect(textOf(element, '.passkey-line')).to.include('The signed file will show it.');
      await assertAccessible(element);
      must(element, '.approve').click();
      await until(() => find(element, '.decision .badge')?.textContent.includes('Approved'), 'the end');
      expect(server.asked('POST /approvals/A-1/decisions').map(({ body }) => body)).to.deep.equal([
        {
          decision: 'approved',
          comment: '',
          requestDigest: approval.requestDigest,
          attestation: null,
          countersignature: { credential: { id: 'answer-1' } },
        },
      ]);
      expect(textOf(element, '.decision')).to.include('Countersigned with their own passkey');
      await assertAccessible(element);
    });

    it('approves nothing where the person cancels, says so, and asks again', async () => {
      refused = new DOMException('x', 'NotAllowedError');
      const element = await mountApproval({ id: 'A-1' });
      must(element, '.approve').click();
      await until(() => find(element, '.decision .failure'), 'the notice');
      expect(textOf(element, '.failure')).to.include('The request is not approved yet').and.include('PASSKEY_NOT_GIVEN');
      expect(textOf(element, '.failure')).to.include('Approve again when you are ready.').and.not.include('another way');
      expect(server.asked('POST /approvals/A-1/decisions').length).to.equal(0);
      await assertAccessible(element);
      refused = null;
      must(element, '.approve').click();
      await until(() => find(element, '.decision .badge')?.textContent.includes('Approved'), 'the end');
      expect(asked).to.equal(2);
    });

    it('says where to add a passkey to whoever has none', async () => {
      server.problems = { '/approvals/A-1/countersignature': { code: 'APPROVAL_PASSKEY_NOT_ENROLLED', status: 409 } };
      const element = await mountApproval({ id: 'A-1' });
      must(element, '.approve').click();
      await until(() => find(element, '.decision .failure'), 'the notice');
      expect(textOf(element, '.failure')).to.include('Add a passkey under “How you confirm what you sign”');
      expect(asked).to.equal(0);
      await assertAccessible(element);
    });

    it('asks the passkey anew after a refusal, and not after an answer that never came', async () => {
      const answers = server.answers;
      const unreachable = (): never => {
        throw new TypeError('no network');
      };
      const element = await mountApproval({ id: 'A-1' });
      const approve = async (end: string): Promise<void> => {
        must(element, '.approve').click();
        await until(() => textOf(element, '.decision').includes(end), end);
      };
      server.answers = { ...answers, 'POST /approvals/A-1/decisions': unreachable };
      await approve('SERVER_UNREACHABLE');
      server.answers = answers;
      server.problems = { '/approvals/A-1/decisions': { code: 'APPROVAL_PASSKEY_INVALID', status: 422 } };
      await approve('APPROVAL_PASSKEY_INVALID');
      server.problems = {};
      await approve('Countersigned with their own passkey');
      const decisions = server.asked('POST /approvals/A-1/decisions');
      const given = decisions.map(
        ({ body }) => (body as { countersignature: { credential: { id: string } } }).countersignature.credential.id,
      );
      expect(given.at(-1)).to.equal('answer-2');
      expect(new Set(given.slice(0, -1))).to.deep.equal(new Set(['answer-1']));
    });

    it('needs no passkey to reject', async () => {
      const element = await mountApproval({ id: 'A-1' });
      await comment(element, 'Wrong party');
      must(element, '.reject').click();
      await until(() => server.asked('POST /approvals/A-1/decisions').length === 1, 'the decision');
      expect([asked, server.asked('GET /approvals/A-1/countersignature').length]).to.deep.equal([0, 0]);
    });
  });
});
