import { SAMPLE_SEAL_REPORT, sampleReport, sampleSignature } from '../../test/sample-report.ts';
import { countVerdicts, documentVerdict, fourAnswers, isForeignSigner, sentenceOf } from './report-summary.ts';

const FORBIDDEN = {
  level: 'forbidden',
  permitted: false,
  findings: [{ code: 'PAGE_CONTENT_CHANGED', level: 'forbidden', revision: 3, object: '14 0', page: 1 }],
} as const;
const good = sampleSignature();
const changed = sampleSignature({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE', laterChanges: FORBIDDEN });
const foreign = sampleSignature({
  indication: 'INDETERMINATE',
  subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
  seal: null,
  path: good.path
    .slice(0, 1)
    .map((step) => ({ ...step, verdict: { indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' } as const })),
});
const otherPicture = {
  ...SAMPLE_SEAL_REPORT,
  places: SAMPLE_SEAL_REPORT.places.map((place) => ({ ...place, picture: 'different' as const })),
};

describe('summary of a report', () => {
  it('is never better than the worst signature', () => {
    const report = sampleReport({ signatures: [good, changed] });
    expect(documentVerdict({ ...report, document: { ...report.document, indication: 'TOTAL-PASSED' } })).to.equal('fail');
    expect(documentVerdict(sampleReport({ signatures: [good, foreign] }))).to.equal('unsure');
  });

  it('does not call a file without signatures good', () => {
    const report = sampleReport({ signatures: [], document: { indication: null, integrity: null } });
    expect([documentVerdict(report), sentenceOf(report)]).to.deep.equal(['skip', 'none']);
  });

  it('chooses the sentence by what is wrong', () => {
    expect(sentenceOf(sampleReport())).to.equal('pass-seal');
    expect(sentenceOf(sampleReport({ signatures: [sampleSignature({ seal: null })] }))).to.equal('pass-signature');
    expect(sentenceOf(sampleReport({ signatures: [changed] }))).to.equal('fail-changed');
    expect(sentenceOf(sampleReport({ signatures: [sampleSignature({ indication: 'TOTAL-FAILED', integrity: 'broken' })] }))).to.equal(
      'fail-broken',
    );
    expect(sentenceOf(sampleReport({ signatures: [sampleSignature({ indication: 'TOTAL-FAILED', seal: otherPicture })] }))).to.equal(
      'fail-picture',
    );
    expect(sentenceOf(sampleReport({ signatures: [foreign] }))).to.equal('unsure-signer');
  });

  it('gives the four answers apart, the person where there is no permit', () => {
    expect(fourAnswers(sampleReport()).map(({ answer, verdict }) => `${answer} ${verdict}`)).to.deep.equal([
      'document pass',
      'seal pass',
      'permit pass',
      'changes pass',
    ]);
    expect(fourAnswers(sampleReport({ signatures: [foreign] })).map(({ answer, verdict }) => `${answer} ${verdict}`)).to.deep.equal([
      'document pass',
      'seal na',
      'person unsure',
      'changes pass',
    ]);
    expect(fourAnswers(sampleReport({ signatures: [changed] })).map(({ answer, verdict }) => `${answer} ${verdict}`)).to.deep.equal([
      'signedVersion pass',
      'seal pass',
      'permit pass',
      'changes fail',
    ]);
  });

  it('counts each way to end apart, and offers trust for an intact foreign signature alone', () => {
    expect(countVerdicts(sampleReport())).to.deep.equal({ pass: 5, fail: 0, unsure: 0, skip: 0, na: 0, all: 5 });
    const trustedItself = sampleSignature({ seal: null, path: good.path.slice(0, 1) });
    expect(isForeignSigner(trustedItself)).to.equal(false);
    expect(fourAnswers(sampleReport({ signatures: [trustedItself] })).at(2)).to.deep.equal({
      answer: 'person',
      verdict: 'pass',
      detail: 'person-pass',
    });
    expect([isForeignSigner(foreign), isForeignSigner(good), isForeignSigner({ ...foreign, integrity: 'broken' })]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });
});
