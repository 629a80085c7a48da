import { encodeUtf8 } from '@sealkit/core/bytes';
import type { SealHistory, SealTransitionResult, SealView } from '@sealkit/core/protocol';
import { drawSealFace, LIKE_FACE_THRESHOLD } from '@sealkit/core/seal';
import { distortFace } from '@sealkit/testkit/node';
import { loadBundledGlyphs } from '../src/glyphs/index.ts';
import { bringIntoUse, createOffice, type Office, produce, sealDraft, step } from './support/office.ts';
import { type Answer, expectStatus, problemOf, TENANT } from './support/world.ts';

const draw = async (ringText: string): Promise<string> =>
  drawSealFace({ kind: 'official', ringText, testMaterial: false }, await loadBundledGlyphs()).svg ?? '';
const asSvg = (svg: string) => ({ type: 'SVG', bytes: encodeUtf8(svg) }) as const;

/** Up to the prepared version of another company's seal. */
async function makeForOther(office: Office, number: string): Promise<SealTransitionResult> {
  const design = { type: 'drawn', ringText: 'Other Company' } as const;
  await office.requester.post('/seals', sealDraft({ number, organisationId: 'company-2', kind: 'official', name: '公章', design }));
  await step(office.requester, number, 'pending-approval');
  await step(office.approver, number, 'approved');
  return produce(office.maker, number);
}

/** A first company whose official seal has a drawn face. */
async function officeWithSeal(): Promise<{ readonly office: Office; readonly svg: string }> {
  const office = await createOffice();
  const svg = await draw('青岚数据科技有限公司');
  office.making.face = asSvg(svg);
  await bringIntoUse(office, { number: 'OFF-1', kind: 'official', name: '公章' });
  return { office, svg };
}

describe('a face that looks like that of another seal', () => {
  it('is found though it was turned, recoloured and scanned, and comes into use only after a person has accepted it with a reason', async () => {
    const { office, svg } = await officeWithSeal();
    office.making.face = { type: 'PNG', bytes: distortFace(svg, 'scanned', 5) };
    const made = await makeForOther(office, 'OFF-2');
    const [like, ...others] = made.seal.prepared?.like ?? [];
    expect([like?.sealNumber, like?.version, like?.organisation.id, others.length]).to.deep.equal(['OFF-1', 1, 'company-1', 0]);
    expect(like?.likeness).to.be.within(LIKE_FACE_THRESHOLD, 1000);
    const activate = (): Promise<Answer<unknown>> =>
      office.administrator.post('/seals/OFF-2/transitions', { to: 'active', reason: 'ready' });
    expect(problemOf(await activate()).code).to.equal('SEAL_FACE_LIKE_ANOTHER');
    const path = '/seals/OFF-2/versions/1/decisions';
    const accept = { decision: 'accept-likeness', reason: 'same group, both faces filed' };
    const accepted = expectStatus(await office.administrator.post<SealTransitionResult>(path, accept), 200);
    expect([accepted.seal.prepared?.likenessAccepted, accepted.seal.prepared?.like.length]).to.deep.equal([true, 1]);
    expect((await step(office.administrator, 'OFF-2', 'active')).seal.state).to.equal('active');
    const { entries } = expectStatus(await office.auditor.get<SealHistory>('/seals/OFF-2/history'), 200);
    const decision = entries.find(({ type }) => type === 'seal-likeness-accepted');
    expect([decision?.actor.id, decision?.reason]).to.deep.equal(['liz', 'same group, both faces filed']);
    const events = await office.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { sealNumber: 'OFF-2' }, limit: 100 }));
    const named = events.filter(({ type }) => type === 'seal-version-made').map(({ body }) => body['like']);
    expect(named).to.deep.equal([[{ sealNumber: 'OFF-1', version: 1, likeness: like?.likeness }]]);
  });

  it('is found where the version that it copies is superseded', async () => {
    const { office, svg } = await officeWithSeal();
    office.making.face = asSvg(await draw('北京天元信息技术股份有限公司'));
    const design = { type: 'drawn', ringText: '北京测试公司' } as const;
    await produce(office.maker, 'OFF-1', { reason: 'new face', design });
    await office.administrator.post('/seals/OFF-1/versions/2/decisions', { decision: 'activate', reason: 'new face' });
    office.making.face = asSvg(svg);
    const made = await makeForOther(office, 'OFF-2');
    expect(made.seal.prepared?.like.map(({ sealNumber, version, likeness }) => [sealNumber, version, likeness])).to.deep.equal([
      ['OFF-1', 1, 1000],
    ]);
  });

  it('is found where the seal that it copies was registered ready-made', async () => {
    const office = await createOffice();
    office.making.face = (await office.sealVersion('QL-1', office.pki.signers.p256, 'seal-1')).face;
    const made = await makeForOther(office, 'OFF-2');
    expect(made.seal.prepared?.like.map(({ sealNumber }) => sealNumber)).to.include('QL-1');
  });
});

describe('a face of its own', () => {
  it('has no hits among names of the same form, and one that differs in a character has none', async () => {
    const { office } = await officeWithSeal();
    office.making.face = asSvg(await draw('青岗数据科技有限公司'));
    expect((await makeForOther(office, 'OFF-2')).seal.prepared?.like).to.deep.equal([]);
    office.making.face = null;
    expect((await step(office.administrator, 'OFF-2', 'active')).seal.state).to.equal('active');
  });

  it('has no hit against its own seal when the certificate is renewed', async () => {
    const { office } = await officeWithSeal();
    const made = await produce(office.maker, 'OFF-1', { reason: 'certificate ends' });
    expect(made.seal.prepared?.like).to.deep.equal([]);
    const seal = expectStatus(await office.administrator.get<SealView>('/seals/OFF-1'), 200);
    expect(seal.prepared?.face.base64).to.equal(seal.current?.face.base64);
  });

  it('that cannot be drawn is not entered', async () => {
    const office = await createOffice();
    office.making.face = { type: 'PNG', bytes: distortFace(await draw('青岚数据科技有限公司'), 'turned, 150 px', 1).slice(0, -4) };
    await office.requester.post('/seals', sealDraft());
    await step(office.requester, 'FIN-1', 'pending-approval');
    await step(office.approver, 'FIN-1', 'approved');
    const problem = problemOf(await office.maker.post('/seals/FIN-1/productions', { reason: 'order' }));
    expect([problem.code, problem.detail]).to.deep.equal(['SEAL_MAKER_FAILED', 'PNG is malformed: expected a whole chunk']);
  });
});
