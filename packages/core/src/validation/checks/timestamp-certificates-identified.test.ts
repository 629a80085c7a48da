import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { TimestampFacts } from '../facts/timestamp-facts.ts';
import type { CheckContext } from './check.ts';
import { timestampCertificatesIdentified } from './timestamp-certificates-identified.ts';

const stamp = (certificate: TimestampFacts['certificate']): TimestampFacts => ({
  kind: 'signature-time-stamp',
  fault: certificate === null ? 'CMS_MALFORMED' : null,
  certificate,
  imprintMatches: null,
  signature: null,
  algorithms: null,
  covers: [],
  paths: { certificate: null, anchors: 0, paths: [], withoutAnchor: [] },
  time: '2026-11-27T10:00:00.000Z',
});
const outcome = (...timestamps: readonly TimestampFacts[]): readonly unknown[] => {
  // The check reads nothing else of the facts.
  const { status, subIndication, reason } = timestampCertificatesIdentified.run(
    { timestamps } as unknown as SignatureFacts,
    {} as CheckContext,
  );
  return [status, subIndication, reason];
};

describe('time.time-stamp-certificates-identified (EN 319 102-1 §5.2.3)', () => {
  it('passes where each time-stamp comes with the certificate that it names', () => {
    expect(outcome(stamp('identified'), stamp('identified'))).to.deep.equal(['passed', undefined, undefined]);
    expect(outcome(stamp(null))[0]).to.equal('passed');
    expect(outcome()[0]).to.equal('not-applicable');
  });

  it('is open where one comes without, or names another', () => {
    expect(outcome(stamp('identified'), stamp('missing'))).to.deep.equal([
      'indeterminate',
      'NO_SIGNING_CERTIFICATE_FOUND',
      'TIMESTAMP_CERTIFICATE_MISSING',
    ]);
    expect(outcome(stamp('reference-differs'))).to.deep.equal([
      'indeterminate',
      'NO_SIGNING_CERTIFICATE_FOUND',
      'TIMESTAMP_CERTIFICATE_DIFFERS',
    ]);
  });
});
