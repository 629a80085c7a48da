import type { AnomalyView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { assertAccessible } from '../../test/accessible.ts';
import { CenterServer, sampleAnomalyList } from '../../test/center-samples.ts';
import { mount, until } from '../../test/mount.ts';
import '../define/seal-control-center.ts';
import '../define/seal-provider.ts';
import '../define/seal-use-log.ts';
import { catalogueFaults } from '../foundation/catalogue-faults.ts';
import type { SealUseLog } from '../seal-use-log/seal-use-log.ts';
import { ANOMALY_MESSAGES } from './anomaly.messages.ts';
import type { SealControlCenter } from './seal-control-center.ts';

let server: CenterServer;

function anomaly(kind: AnomalyView['kind'], values: AnomalyView['values'], changes: Partial<AnomalyView> = {}): AnomalyView {
  return {
    kind,
    sealNumber: 'QL-C-03',
    organisationId: 'qinglan',
    severity: 'warning',
    since: '2026-09-17T15:48:00Z',
    values,
    rows: [],
    ...changes,
  };
}

const NIGHT = anomaly(
  'use-outside-hours',
  { from: '07:00', to: '21:00', timeZone: 'Asia/Shanghai', count: 1 },
  { rows: [{ type: 'use', id: 'use-0123456789' }] },
);
const GRANT = anomaly(
  'grant-lapsing',
  { grantId: 'G-0121', validTo: '2026-09-25T00:00:00Z', usesSoFar: 3, maxUses: null },
  { severity: 'notice', rows: [{ type: 'event', id: 'event-1' }] },
);
const EVERY: readonly (readonly [AnomalyView, string, string])[] = [
  [NIGHT, '1 use outside 07:00–21:00 on working days (Asia/Shanghai)', '工作日 07:00–21:00（Asia/Shanghai）以外用印 1 次'],
  [
    anomaly('new-client', { client: 'script', usesBefore: 5 }),
    'Used by script, which never used this seal in 5 uses before',
    '应用 script 首次使用此印章，此前 5 次用印均非经它',
  ],
  [
    anomaly('burst', { of: 'refusals', minutes: 10, count: 6 }),
    '6 refusals in quick succession (10-minute window)',
    '短时间内连续被拒 6 次（以 10 分钟计）',
  ],
  [
    anomaly('unusual-document-class', { documentClass: '担保', usesBefore: 9 }),
    'Used on 担保, after 9 uses on other documents',
    '首次用于担保，此前 9 次均为其他文件',
  ],
  [anomaly('approver-is-requester', { count: 2 }), '2 uses approved by the person who asked for it', '2 次用印由申请人自己批准'],
  [
    anomaly('like-faces', { version: 2, nearestSeal: 'QL-9', likeness: 968, accepted: false }),
    'Version 2 looks like QL-9: 96 % alike; not yet judged',
    '第 2 版与 QL-9 的印面相近（96 %），尚未核认',
  ],
  [GRANT, 'Grant G-0121 is nearly over: until 2026-09-25', '授权 G-0121 将尽：2026-09-25 到期'],
  [
    anomaly('grant-lapsing', { grantId: 'G-2', validTo: null, usesSoFar: 9, maxUses: 10 }),
    'Grant G-2 is nearly over: without an end, 9 of 10 uses',
    '授权 G-2 将尽：无到期日，已用 9/10 次',
  ],
  [
    anomaly('log-gap', { log: 'transparency-log', fault: 'EVENT_DIFFERS' }, { sealNumber: null, organisationId: null }),
    'The transparency log does not hold (EVENT_DIFFERS)',
    '透明日志不连续（EVENT_DIFFERS）',
  ],
];

async function mountCenter(locale = 'en', organisation?: string): Promise<SealControlCenter> {
  const provider = await mount<HTMLElement>(
    html`<seal-provider endpoint="/api" time-zone="Asia/Shanghai" locale=${locale} .transport=${server.transport}
      ><seal-control-center .organisationId=${organisation}></seal-control-center
    ></seal-provider>`,
  );
  const element = provider.querySelector('seal-control-center') as SealControlCenter;
  element.style.width = '1300px';
  await until(() => server.asked('GET /anomalies').length > 0, 'the question');
  await until(() => find(element, '.card'), 'the list');
  await element.updateComplete;
  return element;
}

const find = (element: Element, selector: string): HTMLElement | null => element.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const all = (element: Element, selector: string): readonly HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const plain = (node: Element | null): string => node?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

async function openStrip(element: SealControlCenter): Promise<void> {
  await until(() => find(element, '.anomaly-strip'), 'the strip');
  find(element, '.anomaly-strip')?.click();
  await element.updateComplete;
}

describe('the strip of anomalies in <seal-control-center>', () => {
  beforeEach(() => {
    server = new CenterServer();
  });

  it('has its messages in every locale', () => {
    expect(catalogueFaults(ANOMALY_MESSAGES)).to.deep.equal([]);
  });

  it('is not there when nothing was found', async () => {
    expect(find(await mountCenter(), '.anomalies')).to.equal(null);
  });

  it('tells how many and the first two, and opens the list with times and seals', async () => {
    server.anomalies = [NIGHT, GRANT];
    const element = await mountCenter();
    await until(() => find(element, '.anomaly-strip'), 'the strip');
    expect(plain(find(element, '.anomaly-strip'))).to.equal(
      '2 anomalies to look at 1 use outside 07:00–21:00 on working days (Asia/Shanghai); Grant G-0121 is nearly over: until 2026-09-25',
    );
    expect(find(element, '#anomaly-list')?.hidden).to.equal(true);
    await openStrip(element);
    expect(find(element, '#anomaly-list')?.hidden).to.equal(false);
    expect(find(element, '.anomaly-strip')?.getAttribute('aria-expanded')).to.equal('true');
    expect(plain(find(element, '.anomaly'))).to.include('since 2026-09-17 23:48');
    await assertAccessible(element);
  });

  for (const [locale, at] of [
    ['en', 1],
    ['zh-CN', 2],
  ] as const) {
    it(`has words for every kind in ${locale}`, async () => {
      server.anomalies = EVERY.map(([found]) => found);
      const element = await mountCenter(locale);
      await openStrip(element);
      expect(all(element, '.anomaly > p:first-child').map(plain)).to.deep.equal(EVERY.map((row) => row[at]));
      await assertAccessible(element);
    });
  }

  it('leads to the seal, to the row in its use log, and to its history', async () => {
    server.anomalies = [NIGHT, GRANT];
    const element = await mountCenter();
    await openStrip(element);
    find(element, '.anomaly .anomaly-seal')?.click();
    await until(() => find(element, '#panel'), 'the open seal');
    expect(find(element, '#tab-face')?.getAttribute('aria-selected')).to.equal('true');
    find(element, '.anomaly .anomaly-row')?.click();
    await until(() => server.asked('GET /seals/QL-C-03/uses').at(-1)?.query.get('text') === 'use-0123456789', 'the row');
    expect(find(element, '#tab-uses')?.getAttribute('aria-selected')).to.equal('true');
    const log = find(element, 'seal-use-log') as SealUseLog;
    expect(log.sealNumber).to.equal('QL-C-03');
    all(element, '.anomaly-row')[1]?.click();
    await element.updateComplete;
    expect(find(element, '#tab-history')?.getAttribute('aria-selected')).to.equal('true');
  });

  it('leaves out other organisations, and says where only a part was looked at', async () => {
    const other = anomaly('approver-is-requester', { count: 1 }, { organisationId: 'other' });
    server.answers = {
      'GET /anomalies': () => {
        const { examined } = sampleAnomalyList([]);
        return { anomalies: [other, NIGHT], examined: { ...examined, complete: false, chains: false } };
      },
    };
    const element = await mountCenter('en', 'qinglan');
    await openStrip(element);
    expect(all(element, '.anomaly').map(({ dataset }) => dataset['kind'])).to.deep.equal(['use-outside-hours']);
    expect(plain(find(element, '#anomaly-list > p'))).to.equal(
      'Only a part was looked at: the latest 318 rows since 2026-08-19, 7 seals. The chains of the log were not followed; there are too many events for one look.',
    );
  });

  it('is silent to who may not read the log, and says so where reading failed', async () => {
    server.problems = { '/anomalies': { code: 'NOT_AUTHORIZED', status: 403 } };
    const refused = await mountCenter();
    expect([find(refused, '.anomalies'), find(refused, '.failure')]).to.deep.equal([null, null]);
    server = new CenterServer();
    server.problems = { '/anomalies': { code: 'STORE_FAILED', status: 500 } };
    const failed = await mountCenter();
    await until(() => find(failed, '.failure'), 'the notice');
    expect(plain(find(failed, '.failure-title'))).to.equal('The anomalies could not be read');
    server.problems = {};
    server.anomalies = [NIGHT];
    find(failed, '.failure .button')?.click();
    await until(() => find(failed, '.anomaly-strip'), 'the strip');
  });
});
