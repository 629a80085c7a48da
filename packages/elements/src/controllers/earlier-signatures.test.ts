import { sampleReport, sampleSignature } from '../../test/sample-report.ts';
import { doesNotHold, signatureStates } from './earlier-signatures.ts';

const one = (change: Parameters<typeof sampleSignature>[0]): ReturnType<typeof signatureStates> =>
  signatureStates(sampleReport({ signatures: [sampleSignature(change)] }));

describe('what is said of earlier signatures', () => {
  it('is nothing for a file without any', () => {
    expect(signatureStates(sampleReport({ signatures: [] }))).to.deep.equal([]);
  });

  it('tells a changed document from broken content, and both from what cannot be judged', () => {
    const failed = { indication: 'TOTAL-FAILED' } as const;
    expect(one({})[0]?.soundness).to.equal('intact');
    expect(one({ ...failed, laterChanges: { level: 'forbidden', permitted: false, findings: [] } })[0]?.soundness).to.equal('changed');
    expect(one({ ...failed, integrity: 'broken' })[0]?.soundness).to.equal('broken');
    expect(one(failed)[0]?.soundness).to.equal('failed');
    const unsure = one({ indication: 'INDETERMINATE' });
    expect([unsure[0]?.soundness, unsure.some(doesNotHold)]).to.deep.equal(['unsure', false]);
  });

  it('names a signature that was taken out of the file', () => {
    const check = {
      id: 'changes.signatures-kept',
      group: 'changes',
      clause: 'x',
      status: 'failed',
      reason: 'SIGNATURE_REMOVED',
      values: {},
    };
    const states = one({ checks: [check as ReturnType<typeof sampleSignature>['checks'][number]] });
    expect(states.map(({ soundness }) => soundness)).to.deep.equal(['intact', 'removed']);
    expect(states.some(doesNotHold)).to.equal(true);
  });

  it('names the seal, else the signer', () => {
    expect(one({})[0]?.name).to.equal('合同专用章');
    expect(one({ seal: null })[0]?.name).to.equal('青岚数据科技有限公司');
  });
});
