import { signatureFacts, timestampFacts, told } from '../../../test/validation/small-facts.ts';
import type { TimestampFacts } from '../facts/timestamp-facts.ts';
import { timestampCertificatesIdentified } from './timestamp-certificates-identified.ts';

const line = (...certificates: readonly TimestampFacts['certificate'][]): string =>
  told(timestampCertificatesIdentified, signatureFacts({ timestamps: certificates.map((certificate) => timestampFacts({ certificate })) }));
const ROW = { kind: 'signature-time-stamp', time: '2026-05-01T00:00:00.000Z' };

describe('time.time-stamp-certificates-identified (EN 319 102-1 §5.2.3)', () => {
  it('passes where each time-stamp comes with the certificate that it names', () => {
    expect(line('identified', 'identified')).to.equal('passed');
    expect(line(null)).to.equal('passed');
    expect(line()).to.equal('not-applicable NO_TIMESTAMP');
  });

  it('is open where one comes without, or names another, and tells which', () => {
    const open = 'indeterminate NO_SIGNING_CERTIFICATE_FOUND';
    expect(line('identified', 'missing')).to.equal(`${open} TIMESTAMP_CERTIFICATE_MISSING ${JSON.stringify({ timestamps: [ROW] })}`);
    expect(line('reference-differs')).to.equal(`${open} TIMESTAMP_CERTIFICATE_DIFFERS ${JSON.stringify({ timestamps: [ROW] })}`);
    expect(line('reference-differs', 'missing')).to.equal(
      `${open} TIMESTAMP_CERTIFICATE_MISSING ${JSON.stringify({ timestamps: [ROW, ROW] })}`,
    );
  });
});
