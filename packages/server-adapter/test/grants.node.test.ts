import type { GrantList, GrantResult, PermitRequest, PermitView } from '@sealkit/core/protocol';
import type { GrantTerms } from '@sealkit/core/seal';
import { createOffice, give, type Office } from './support/office.ts';
import {
  type Client,
  confirmation,
  expectStatus,
  obtainPermit,
  permitRequest,
  problemOf,
  sampleDocument,
  startUse,
  type TestDocument,
} from './support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Asked {
  readonly documentClass?: string;
  readonly amount?: { readonly value: number; readonly currency: string };
}

async function ask(client: Client, document: TestDocument, asked: Asked = {}, changes: Partial<PermitRequest> = {}): Promise<string> {
  const envelope = await client.post<{ readonly id: string }>('/envelopes', {
    name: 'Order.pdf',
    document: { digest: document.digest, length: document.bytes.length, pages: 2 },
    ...asked,
  });
  const view = { ...(envelope.body as object), id: expectStatus(envelope, 201).id } as Parameters<typeof permitRequest>[0];
  const answer = await client.post<Partial<PermitView> & { readonly code?: string }>('/permits', permitRequest(view, document, changes));
  return answer.body.code ?? answer.body.status ?? '';
}

/** `bo` has no grant but the one that a test gives. */
async function officeWithGrant(terms: Partial<GrantTerms>, overrides: Parameters<typeof createOffice>[0] = {}) {
  const office = await createOffice(overrides);
  const { grant } = await give(office, 'QL-1', terms, { type: 'person', id: 'bo' });
  return { office, grant, bo: office.as('bo'), document: await sampleDocument() };
}

describe('terms of a grant, each by itself', () => {
  it('holds a use to the document classes', async () => {
    const { bo, document } = await officeWithGrant({ documentClasses: ['sales', 'lease'] });
    expect([
      await ask(bo, document, { documentClass: 'lease' }),
      await ask(bo, document, { documentClass: 'loan' }),
      await ask(bo, document),
    ]).to.deep.equal(['issued', 'GRANT_DOCUMENT_CLASS', 'GRANT_DOCUMENT_CLASS']);
  });

  it('holds a use to the amount, in its currency', async () => {
    const { bo, document } = await officeWithGrant({ amountCeiling: { value: 1000, currency: 'CNY' } });
    expect([
      await ask(bo, document, { amount: { value: 1000, currency: 'CNY' } }),
      await ask(bo, document, { amount: { value: 1001, currency: 'CNY' } }),
      await ask(bo, document, { amount: { value: 1, currency: 'USD' } }),
      await ask(bo, document),
    ]).to.deep.equal(['issued', 'GRANT_AMOUNT', 'GRANT_AMOUNT', 'GRANT_AMOUNT']);
  });

  it('holds uses to their number; a permit that lapsed unused gives its place back', async () => {
    const { office, bo, document } = await officeWithGrant({ maxUses: 2 });
    const permit = await obtainPermit(bo, document);
    const challenge = await startUse(bo, document, permit.id);
    expectStatus(await bo.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)), 200);
    expect([await ask(bo, document), await ask(bo, document)]).to.deep.equal(['issued', 'GRANT_COUNT']);
    office.pass(HOUR);
    expect(await ask(bo, document)).to.equal('issued');
  });

  it('holds a use to its time, weekdays and hours by the clock of the place, also between permit and use', async () => {
    // The world starts on Monday, 2026-06-01, 12:00 UTC: 20:00 in Shanghai.
    const schedule = { weekdays: [1, 2], from: '19:30', to: '20:10', timeZone: 'Asia/Shanghai' } as const;
    const { office, bo, document } = await officeWithGrant({ schedule, validTo: '2026-06-08T23:00:00.000Z' });
    const permit = await obtainPermit(bo, document);
    office.pass(11 * 60_000);
    const late = await bo.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state });
    expect([problemOf(late).code, await ask(bo, document)]).to.deep.equal(['GRANT_SCHEDULE', 'GRANT_SCHEDULE']);
    office.pass(DAY - 11 * 60_000);
    expect(await ask(bo, document)).to.equal('issued');
    office.pass(DAY);
    expect(await ask(bo, document)).to.equal('GRANT_SCHEDULE');
    office.pass(6 * DAY);
    expect(await ask(bo, document)).to.equal('NO_GRANT');
  });

  it('holds a use to networks, as the host knows the address', async () => {
    let address: string | undefined = '10.1.2.3';
    const networks = ['10.1.0.0/16', '2001:db8::/32'];
    const { bo, document } = await officeWithGrant(
      { networks },
      {
        authenticate: (request) => {
          const personId = request.headers.get('authorization')?.split('/')[1];
          if (personId === undefined) return null;
          return { tenant: 'tenant-one', personId, transport: 'bearer', ...(address === undefined ? {} : { address }) };
        },
      },
    );
    const outcomes: string[] = [];
    for (const next of ['10.1.2.3', '::ffff:10.1.9.9', '2001:db8::7', '10.2.0.1', 'not an address', undefined]) {
      address = next;
      outcomes.push(await ask(bo, document));
    }
    expect(outcomes).to.deep.equal(['issued', 'issued', 'issued', 'GRANT_NETWORK', 'GRANT_NETWORK', 'GRANT_NETWORK']);
  });

  it('is given to a role, a group or a program, and ends for whoever leaves it', async () => {
    let application: string | undefined;
    const office = await createOffice({
      authenticate: (request) => {
        const personId = request.headers.get('authorization')?.split('/')[1];
        if (personId === undefined) return null;
        return { tenant: 'tenant-one', personId, transport: 'bearer', ...(application === undefined ? {} : { application }) };
      },
    });
    const document = await sampleDocument();
    await give(office, 'QL-1', {}, { type: 'role', id: 'maker' });
    await give(office, 'QL-1', {}, { type: 'application', id: 'hr-system' });
    expect([await ask(office.maker, document), await ask(office.as('bo'), document)]).to.deep.equal(['issued', 'NO_GRANT']);
    application = 'hr-system';
    expect(await ask(office.as('bo'), document)).to.equal('issued');
  });

  it('names the obstacle of the grant that came furthest', async () => {
    const { office, bo, document } = await officeWithGrant({ documentClasses: ['loan'] });
    await give(office, 'QL-1', { documentClasses: ['sales'], amountCeiling: { value: 5, currency: 'CNY' } }, { type: 'person', id: 'bo' });
    expect(await ask(bo, document, { documentClass: 'sales', amount: { value: 6, currency: 'CNY' } })).to.equal('GRANT_AMOUNT');
  });

  it('refuses terms that contradict themselves', async () => {
    const office = await createOffice();
    const malformed: readonly Partial<GrantTerms>[] = [
      { validTo: '2026-06-01T12:00:00.000Z' },
      { documentClasses: [] },
      { schedule: { weekdays: [], from: '08:00', to: '18:00', timeZone: 'Asia/Shanghai' } },
      { schedule: { weekdays: [1], from: '18:00', to: '08:00', timeZone: 'Asia/Shanghai' } },
      { schedule: { weekdays: [1], from: '08:00', to: '18:00', timeZone: 'Mars/Olympus' } },
      { networks: ['10.0.0.0/33'] },
      { approval: { currency: 'CNY', approverAttests: false, tiers: [{ fromValue: 5, mode: 'any', approvers: [] }] } },
    ];
    for (const terms of malformed) {
      const error: unknown = await give(office, 'QL-1', terms).catch((cause: unknown) => cause);
      expect(String(error), JSON.stringify(terms)).to.include('GRANT_TERMS_MALFORMED');
    }
  });
});

describe('changes of a grant', () => {
  const change = async (client: Client, id: string, body: object): Promise<string> => {
    const answer = await client.post<Partial<GrantResult> & { readonly code?: string }>(`/grants/${id}/changes`, body);
    return answer.body.code ?? answer.body.grant?.state ?? '';
  };

  it('extends it, withdraws it for good, and shows what has ended', async () => {
    const { office, grant, bo, document } = await officeWithGrant({ validTo: '2026-06-02T00:00:00.000Z' });
    office.pass(DAY);
    expect(await ask(bo, document)).to.equal('NO_GRANT');
    const validTo = '2026-07-01T00:00:00.000Z';
    expect(await change(office.administrator, grant.id, { change: 'extend', validTo, reason: 'project goes on' })).to.equal('in-force');
    expect(await ask(bo, document)).to.equal('issued');
    expect(await change(office.administrator, grant.id, { change: 'withdraw', reason: 'done' })).to.equal('withdrawn');
    expect(await change(office.administrator, grant.id, { change: 'extend', validTo, reason: 'again' })).to.equal('GRANT_CLOSED');
    const { grants } = expectStatus(await office.auditor.get<GrantList>('/seals/QL-1/grants'), 200);
    expect(grants.find(({ id }) => id === grant.id)?.withdrawn?.reason).to.equal('done');
  });

  it('is passed on by its holder under narrower terms only, and what was passed on ends with it', async () => {
    const terms = { mayDelegate: true, maxUses: 5, documentClasses: ['sales'], validTo: '2026-07-01T00:00:00.000Z' };
    const { office, grant, bo, document } = await officeWithGrant(terms);
    const { terms: own } = grant;
    const pass = (client: Client, changes: Partial<GrantTerms>, personId = 'cy'): Promise<string> =>
      change(client, grant.id, { change: 'delegate', personId, reason: 'holiday', terms: { ...own, mayDelegate: false, ...changes } });
    expect(await pass(office.as('cy'), {})).to.equal('NOT_AUTHORIZED');
    expect(await pass(bo, { maxUses: 6 })).to.equal('GRANT_TERMS_WIDER');
    expect(await pass(bo, { documentClasses: null })).to.equal('GRANT_TERMS_WIDER');
    expect(await pass(bo, { validTo: null })).to.equal('GRANT_TERMS_WIDER');
    expect(await pass(bo, {}, 'nobody')).to.equal('PERSON_NOT_FOUND');
    expect(await pass(bo, { maxUses: 1 })).to.equal('in-force');
    expect(await ask(office.as('cy'), document, { documentClass: 'sales' })).to.equal('issued');
    expect(await change(office.administrator, grant.id, { change: 'withdraw', reason: 'left' })).to.equal('withdrawn');
    expect(await ask(office.as('cy'), document, { documentClass: 'sales' })).to.equal('NO_GRANT');
  });

  it('belongs to whoever the host lets; a holder may not extend, and another tenant finds nothing', async () => {
    const office: Office = await createOffice({
      authorize: (principal, action) => !action.startsWith('grant.') || action === 'grant.read' || principal.personId === 'liz',
    });
    const { grant } = await give(office, 'QL-1', {}, { type: 'person', id: 'bo' });
    expect(await change(office.as('bo'), grant.id, { change: 'extend', validTo: null, reason: 'me' })).to.equal('NOT_AUTHORIZED');
    expect(await change(office.as('bo'), grant.id, { change: 'withdraw', reason: 'me' })).to.equal('NOT_AUTHORIZED');
    expect(await change(office.as('eve', 'tenant-two'), grant.id, { change: 'withdraw', reason: 'x' })).to.equal('GRANT_NOT_FOUND');
  });
});
