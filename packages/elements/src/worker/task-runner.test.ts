import type { JsonValue } from '@sealkit/core/bytes';
import { digestOfJson, digestText } from '@sealkit/core/crypto';
import { SealkitError } from '@sealkit/core/errors';
import { digestRevision, writeSigningRevision, type SignatureFace } from '@sealkit/core/pades';
import type { UseChallenge, UseResult } from '@sealkit/core/protocol';
import { composePermit, parsePermit, permitDigest, signingActFromPermit, type PermitPayload } from '@sealkit/core/seal';
import { buildAccessiblePdf, buildClassicPdf, createTestPki, plainRevision, type TestPki } from '@sealkit/testkit';
import { sampleFaceSvg } from '../../test/samples.ts';
import type { SigningReading } from './signing-tasks.ts';
import { createTaskRunner, type TaskRunner } from './task-runner.ts';
import type { TaskInput } from './tasks.ts';

const DOCUMENT = new Blob([buildClassicPdf([plainRevision()])], { type: 'application/pdf' });
const signal = (): AbortSignal => new AbortController().signal;
const NO_TRUST = { signers: [], sealMakers: [], registers: [], timestampAuthorities: [] };

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SealkitError) return error.code;
    return (error as Error).name;
  }
  return 'no error';
}

async function octetsOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

function suite(name: string, workerUrl: string | undefined): void {
  describe(`work over documents ${name}`, () => {
    let runner: TaskRunner;
    beforeEach(() => {
      runner = createTaskRunner(workerUrl);
    });
    afterEach(() => runner.close());

    it('reads frame, digest and hash state of a document', async () => {
      const reading = await runner.run('readForSigning', { document: DOCUMENT, pages: [1, 1] }, signal());
      expect(reading.digest).to.equal(await digestText('SHA-256', await octetsOf(DOCUMENT)));
      expect([reading.length, reading.state.length, reading.frame.n]).to.deep.equal([DOCUMENT.size, DOCUMENT.size, DOCUMENT.size]);
      expect(reading.frame.pages.map(({ index }) => index)).to.deep.equal([1]);
    });

    it('refuses a file by the code of the layer that refused it', async () => {
      expect(await codeOf(runner.run('readForSigning', { document: new Blob(['not a pdf']), pages: [] }, signal()))).to.match(/^PDF_/);
      const input = {
        document: new Blob(['not a pdf']),
        policy: 'basic',
        trust: NO_TRUST,
        validationTime: '2026-06-01T12:00:00Z',
        answers: [],
      } as const;
      expect(await codeOf(runner.run('validateFile', input, signal()))).to.match(/^PDF_/);
    });

    it('validates a file without signatures as one without a verdict', async () => {
      const input = { document: DOCUMENT, policy: 'basic', trust: NO_TRUST, validationTime: '2026-06-01T12:00:00Z', answers: [] } as const;
      const report = await runner.run('validateFile', input, signal());
      expect([report.document.indication, report.signatures.length]).to.deep.equal([null, 0]);
    });

    it('ends when it is no longer wanted', async () => {
      const controller = new AbortController();
      const work = runner.run('readForSigning', { document: DOCUMENT, pages: [1] }, controller.signal);
      controller.abort();
      expect(await codeOf(work)).to.equal('AbortError');
    });
  });
}

suite('in a worker', undefined);
suite('in the page, where no worker starts', '/no-such-worker.js');

const FACE: SignatureFace = { kind: 'vector', svg: sampleFaceSvg(38) };
const PLACEMENT = { page: 1, x: 61_000, y: 120_000, width: 38_000, height: 38_000, rotation: 0 };
const STATEMENT = `sha256:${'47'.repeat(32)}`;
const CERTIFICATE = `sha256:${'ce'.repeat(32)}`;

/** What an honest server answers: the challenge over the revision that it will write. */
async function honestUse(
  pki: TestPki,
  reading: SigningReading,
  id = '7d5b1f0e-3f3a-4c55-9a0f-5b7f3f1f2a11',
): Promise<TaskInput<'previewUse'>> {
  const payload: PermitPayload = {
    v: 1,
    id,
    tenant: 'qinglan',
    envelopeId: 'e-0417',
    seal: { number: 'QL-C-03', version: 3, statement: STATEMENT },
    document: { digest: reading.digest, length: reading.length },
    frame: reading.frameDigest,
    placements: [PLACEMENT],
    person: 'p-7f21',
    certificate: CERTIFICATE,
    issuer: 'seal.example',
    attestedBy: [{ person: 'p-7f21', role: 'requester', time: '2026-06-01T12:00:00Z' }],
    approvals: [],
    intentPolicy: { required: true, methods: ['confirm'], minimumAssurance: 0 },
    nonce: 'bm9uY2U',
    notBefore: '2026-06-01T12:00:00Z',
    expires: '2026-06-01T13:00:00Z',
  };
  const permit = await composePermit(payload, pki.register.signer);
  const act = await signingActFromPermit({ permit: payload, compact: permit, face: FACE, frameDigest: reading.frameDigest });
  const revision = writeSigningRevision(reading.frame, act, new Date('2026-06-01T12:01:00Z'), 9000);
  const shown: UseChallenge['act'] = {
    v: 2,
    action: 'seal',
    envelopeId: payload.envelopeId,
    statement: payload.seal?.statement ?? null,
    placements: payload.placements,
    wording: { locale: 'zh-CN', text: '本人沈知遥确认加盖合同专用章。' },
    issuedAt: '2026-06-01T12:01:00Z',
    tenant: 'qinglan',
    person: 'p-7f21',
    personName: '沈知遥',
    organisation: '青岚数据科技有限公司',
    envelopeName: 'contract.pdf',
    seal: { number: 'QL-C-03', version: 3, name: '合同专用章' },
    pages: [1],
    originalDigest: reading.digest,
    messageDigest: (await digestRevision(reading.state, reading.length, revision)).text,
    permit: await permitDigest(permit),
    certificate: CERTIFICATE,
    certificateSubject: 'CN=x',
    nonce: 'bm9uY2U',
    expires: '2026-06-01T12:10:00Z',
  };
  const challenge: UseChallenge = {
    useId: 'u-1',
    status: 'awaiting-intent',
    act: shown,
    challenge: await digestOfJson(JSON.parse(JSON.stringify(shown)) as JsonValue),
    methods: ['confirm'],
    minimumAssurance: 0,
    batch: false,
    signingTime: '2026-06-01T12:01:00Z',
    holeSize: 9000,
  };
  const expected = { envelopeId: 'e-0417', person: 'p-7f21', seal: payload.seal, placements: [PLACEMENT] };
  return { reading, permit, face: FACE, challenge, expected };
}

describe('the page’s own computation of a use', () => {
  let runner: TaskRunner;
  let use: TaskInput<'previewUse'>;
  const preview = (change: Partial<TaskInput<'previewUse'>>): Promise<string> =>
    codeOf(runner.run('previewUse', { ...use, ...change }, signal()));

  beforeEach(async () => {
    runner = createTaskRunner();
    const reading = await runner.run('readForSigning', { document: DOCUMENT, pages: [1] }, signal());
    use = await honestUse(await createTestPki(), reading);
  });
  afterEach(() => runner.close());

  it('agrees with an honest server and gives the digest of what is shown', async () => {
    const result = await runner.run('previewUse', use, signal());
    expect(result.shownDigest).to.equal(use.challenge.challenge);
    expect(result.fields).to.deep.equal(['seal-7d5b1f0e-3f3a-4c55-9a0f-5b7f3f1f2a11-1']);
  });

  it('tells that a seal stays out of the structure of a tagged document that somebody has signed', async () => {
    const pki = await createTestPki();
    const original = buildAccessiblePdf();
    const first = await runner.run('readForSigning', { document: new Blob([original]), pages: [1] }, signal());
    const tagged = await honestUse(pki, first);
    expect((await runner.run('previewUse', tagged, signal())).notices).to.deep.equal([]);
    const { payload } = parsePermit(tagged.permit);
    const act = await signingActFromPermit({ permit: payload, compact: tagged.permit, face: FACE, frameDigest: first.frameDigest });
    const { bytes } = writeSigningRevision(first.frame, act, new Date('2026-06-01T12:01:00Z'), 9000);
    const second = await runner.run('readForSigning', { document: new Blob([original, bytes]), pages: [1] }, signal());
    const again = await honestUse(pki, second, '7d5b1f0e-3f3a-4c55-9a0f-5b7f3f1f2a12');
    expect((await runner.run('previewUse', again, signal())).notices).to.deep.equal([{ code: 'FIELD_UNTAGGED', reason: 'signed' }]);
  });

  it('refuses a permit for other places, another seal, person or envelope', async () => {
    const { expected } = use;
    expect(await preview({ expected: { ...expected, placements: [{ ...PLACEMENT, x: 62_000 }] } })).to.equal('PERMIT_DIFFERS');
    expect(await preview({ expected: { ...expected, placements: [] } })).to.equal('PERMIT_DIFFERS');
    expect(await preview({ expected: { ...expected, seal: null } })).to.equal('PERMIT_DIFFERS');
    expect(await preview({ expected: { ...expected, person: 'p-2' } })).to.equal('PERMIT_DIFFERS');
    expect(await preview({ expected: { ...expected, envelopeId: 'e-2' } })).to.equal('PERMIT_DIFFERS');
    expect(await preview({ expected: { ...expected, language: 'zh-CN' } })).to.equal('PERMIT_DIFFERS');
  });

  it('refuses a challenge over anything but what the permit writes', async () => {
    const { challenge } = use;
    const other = { ...challenge, act: { ...challenge.act, messageDigest: `sha256:${'00'.repeat(32)}` } };
    expect(await preview({ challenge: other })).to.equal('PREVIEW_DIFFERS');
    expect(await preview({ challenge: { ...challenge, signingTime: '2026-06-01T12:01:01Z' } })).to.equal('PREVIEW_DIFFERS');
    expect(await preview({ challenge: { ...challenge, holeSize: 9001 } })).to.equal('PREVIEW_DIFFERS');
    expect(await preview({ face: { kind: 'vector', svg: sampleFaceSvg(38).replace('CF111B', 'CF111C') } })).to.equal('PREVIEW_DIFFERS');
  });

  it('refuses a challenge that covers other words than those shown', async () => {
    const { challenge } = use;
    expect(await preview({ challenge: { ...challenge, act: { ...challenge.act, personName: '许南星' } } })).to.equal('INTENT_MISMATCH');
    expect(await preview({ challenge: { ...challenge, act: { ...challenge.act, originalDigest: STATEMENT } } })).to.equal('PERMIT_DIFFERS');
  });
});

describe('joining what came back', () => {
  let runner: TaskRunner;
  let result: UseResult;
  beforeEach(async () => {
    runner = createTaskRunner();
    const originalDigest = await digestText('SHA-256', await octetsOf(DOCUMENT));
    const fileDigest = await digestText('SHA-256', await octetsOf(new Blob([DOCUMENT, 'signed'])));
    result = {
      useId: 'u-1',
      status: 'completed',
      originalDigest,
      originalLength: DOCUMENT.size,
      revision: btoa('signed'),
      byteRange: [0, 1, 2, 3],
      byteRangeDigest: STATEMENT,
      fileDigest,
      receipt: '',
    };
  });
  afterEach(() => runner.close());
  const join = (change: Partial<UseResult>, document: Blob = DOCUMENT, messageDigest = STATEMENT): Promise<string> =>
    codeOf(runner.run('joinResult', { document, result: { ...result, ...change }, messageDigest }, signal()));

  it('gives the octets to append when every digest holds', async () => {
    const joined = await runner.run('joinResult', { document: DOCUMENT, result, messageDigest: STATEMENT }, signal());
    expect(new TextDecoder().decode(joined.revision)).to.equal('signed');
    expect(joined.fileDigest).to.equal(result.fileDigest);
  });

  it('refuses another original, other octets and another signed digest', async () => {
    expect(await join({}, new Blob([DOCUMENT, ' ']))).to.equal('DOCUMENT_CHANGED');
    expect(await join({ originalDigest: STATEMENT })).to.equal('DOCUMENT_CHANGED');
    expect(await join({ revision: btoa('sighed') })).to.equal('RESULT_NOT_VERIFIED');
    expect(await join({ byteRangeDigest: CERTIFICATE })).to.equal('RESULT_NOT_VERIFIED');
  });
});
