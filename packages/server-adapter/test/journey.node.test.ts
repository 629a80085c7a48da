import { concatBytes, decodeBase64, memorySource } from '@sealkit/core/bytes';
import { digestText } from '@sealkit/core/crypto';
import type { SealView, SessionView } from '@sealkit/core/protocol';
import { parsePermit } from '@sealkit/core/seal';
import { VALIDATION_POLICIES, validateDocument, verifyReceipt } from '@sealkit/core/validation';
import {
  createWorld,
  expectStatus,
  obtainPermit,
  placeOn,
  readTestDocument,
  sampleDocument,
  sign,
  startUse,
  useLog,
} from './support/world.ts';
import { validateUse } from './support/validated-use.ts';

describe('journey: from a document in the page to a sealed document', () => {
  it('signs without the document, and the result validates with its seal and permit', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const result = await sign(ada, document);

    expect(result.originalLength).to.equal(document.bytes.length);
    expect(result.originalDigest).to.equal(document.digest);
    const signed = concatBytes(document.bytes, decodeBase64(result.revision));
    expect(await digestText('SHA-256', signed)).to.equal(result.fileDigest);
    const [, before, after, rest] = result.byteRange;
    expect(after + rest).to.equal(signed.length);
    expect(await digestText('SHA-256', concatBytes(signed.subarray(0, before), signed.subarray(after)))).to.equal(result.byteRangeDigest);

    const report = await validateUse(world, document, result);
    expect(report.document.integrity).to.equal('intact');
    const [signature] = report.signatures;
    expect(signature?.indication).to.equal('TOTAL-PASSED');
    expect(signature?.fields.length).to.equal(2);
    expect(signature?.seal?.statement?.indication).to.equal('PASSED');
    expect(signature?.seal?.statement?.number).to.equal('QL-1');
    expect(signature?.seal?.permit?.indication).to.equal('PASSED');
    expect(signature?.seal?.places.map(({ page, picture }) => [page, picture])).to.deep.equal([
      [1, 'equal'],
      [2, 'equal'],
    ]);

    const receipt = await verifyReceipt(result.receipt, { registers: [world.pki.root.certificate], fileDigest: result.fileDigest });
    expect(receipt.verdict.indication).to.equal('PASSED');
    expect(receipt.payload?.person).to.equal('ada');
  });

  it('shows the use in the log of the seal with the three digests of the receipt', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const result = await sign(ada, await sampleDocument());
    const log = await useLog(ada);
    const [row] = log.uses;
    expect(row?.id).to.equal(result.useId);
    expect(row?.result).to.equal('completed');
    expect(row?.person).to.deep.equal({ id: 'ada', name: '张爱达' });
    expect(row?.seal).to.deep.equal({ number: 'QL-1', name: '合同专用章', version: 1 });
    expect(row?.pages).to.deep.equal([1, 2]);
    expect(row?.envelope?.name).to.equal('Lease 2026.pdf');
    expect([row?.originalDigest, row?.byteRangeDigest, row?.fileDigest]).to.deep.equal([
      result.originalDigest,
      result.byteRangeDigest,
      result.fileDigest,
    ]);
    expect(log.total).to.equal(1);
    expect(log.chain.intact).to.be.true;
    const receipt = await verifyReceipt(result.receipt, { registers: [world.pki.root.certificate] });
    expect(receipt.payload?.event).to.equal(row?.event);
  });

  it('gives the same person the same revision again, and nobody else', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const result = await sign(ada, await sampleDocument());
    expect((await ada.get(`/uses/${result.useId}`)).body).to.deep.equal(result);
    expect((await world.as('bo').get(`/uses/${result.useId}`)).status).to.equal(404);
    expect((await world.as('eve', 'tenant-two').get(`/uses/${result.useId}`)).status).to.equal(404);
    expect(world.keyStore.signatures).to.equal(1);
  });

  it('gives the challenge again while the person has not confirmed', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const permit = await obtainPermit(ada, document);
    const challenge = await startUse(ada, document, permit.id);
    expect((await ada.get(`/uses/${challenge.useId}`)).body).to.deep.equal(challenge);
    expect((await useLog(ada)).uses[0]?.result).to.equal('awaiting-intent');
  });

  it("makes a personal signature without a seal, under the person's own certificate", async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument('Note', [1]);
    const result = await sign(ada, document, { sealNumber: null, sealVersion: null, placements: [] });
    const signed = concatBytes(document.bytes, decodeBase64(result.revision));
    const root = world.pki.root.certificate;
    const report = await validateDocument(memorySource(signed), {
      policy: VALIDATION_POLICIES.basic,
      trust: { signers: [root], sealMakers: [root], registers: [root] },
      validationTime: world.now(),
    });
    expect(report.signatures[0]?.indication).to.equal('TOTAL-PASSED');
    expect(report.signatures[0]?.signer?.subject).to.include('Signer rsa2048');
    const log = await useLog(ada, '/uses');
    expect(log.uses[0]?.seal).to.equal(null);
    expect(log.uses[0]?.result).to.equal('completed');
  });

  it('lets a second company seal the file that the first one sealed', async () => {
    const world = await createWorld();
    const document = await sampleDocument();
    const first = await sign(world.as('ada'), document);
    const once = concatBytes(document.bytes, decodeBase64(first.revision));
    const again = await readTestDocument(once, [1, 2]);
    const second = await sign(world.as('cy'), again, {
      sealNumber: 'QL-2',
      placements: [placeOn(1, 20_000, 20_000), placeOn(2, 20_000, 20_000)],
    });
    const twice = concatBytes(once, decodeBase64(second.revision));
    const root = world.pki.root.certificate;
    const report = await validateDocument(memorySource(twice), {
      policy: VALIDATION_POLICIES.basic,
      trust: { signers: [root], sealMakers: [root], registers: [root] },
      validationTime: world.now(),
    });
    expect(report.signatures.map(({ indication }) => indication)).to.deep.equal(['TOTAL-PASSED', 'TOTAL-PASSED']);
    expect(report.document.integrity).to.equal('intact');
  });

  it('says who asks, what is trusted and which seals there are', async () => {
    const world = await createWorld({ trust: { signers: [new Uint8Array([1, 2])] }, mode: 'sandbox' });
    const session = expectStatus(await world.as('ada').get<SessionView>('/session'), 200);
    expect(session.person.name).to.equal('张爱达');
    expect(session.organisation.name).to.equal('北京测试公司');
    expect(session.certificates?.length).to.equal(2);
    expect(session.mode).to.equal('sandbox');
    expect((await world.as('ada').get('/trust')).body).to.deep.equal({
      signers: ['AQI='],
      sealMakers: [],
      registers: [],
      timestampAuthorities: [],
      logs: [],
    });
    const { seals } = expectStatus(await world.as('ada').get<{ readonly seals: readonly SealView[] }>('/seals'), 200);
    expect(seals.map(({ number, use }) => [number, use])).to.deep.equal([
      ['QL-2', { allowed: false, reason: 'NO_GRANT' }],
      ['QL-1', { allowed: true }],
    ]);
    const seal = expectStatus(await world.as('ada').get<SealView>('/seals/QL-1'), 200);
    expect(seal.current?.version).to.equal(1);
    expect(seal.transitions.map(({ to }) => to)).to.deep.equal(['suspended', 'abolished']);
  });

  it('issues a permit that names the document, the frame, the places and the person by a pseudonym', async () => {
    const world = await createWorld();
    const document = await sampleDocument();
    const permit = await obtainPermit(world.as('ada'), document);
    const { payload } = parsePermit(permit.permit ?? '');
    expect(payload.person).to.equal('ada');
    expect(payload.frame).to.equal(document.frameDigest);
    expect(payload.document).to.deep.equal({ digest: document.digest, length: document.bytes.length });
    expect(payload.placements).to.deep.equal([placeOn(1), placeOn(2)]);
    expect(permit.permit).not.to.include('张');
  });
});
