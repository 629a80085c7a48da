import { encodeContext, encodeInteger, encodeOid, encodeSequence, OIDS } from '../../asn1/index.ts';
import { type Bytes, concatBytes } from '../../bytes/index.ts';
import { digestAlgorithmOid, encodePssParameters } from '../../crypto/index.ts';
import { repeatsAlgorithms } from './algorithm-protection.ts';

const SHA_256 = encodeSequence(encodeOid(digestAlgorithmOid('SHA-256')));
const pss = (saltLength: number, ...more: readonly Bytes[]): Bytes => {
  const parameters = encodePssParameters({ digest: 'SHA-256', mgfDigest: 'SHA-256', saltLength });
  return encodeSequence(encodeOid(OIDS.rsassaPss), encodeSequence(parameters.subarray(2), ...more));
};
/** The default of the trailer field, which DER leaves out and some writers do not. */
const TRAILER = encodeContext(3, encodeInteger(1), { constructed: true });

/** A SignerInfo whose signed copy says `copy` while the field outside says `outside`. */
function signerInfo(copy: Bytes, outside: Bytes): Parameters<typeof repeatsAlgorithms>[0] {
  const value = encodeSequence(SHA_256, concatBytes(Uint8Array.of(0xa1), copy.subarray(1)));
  return {
    signedAttributes: { der: value, list: [{ type: OIDS.cmsAlgorithmProtection, values: [value] }] },
    digestAlgorithm: { oid: digestAlgorithmOid('SHA-256'), name: 'SHA-256', raw: SHA_256 },
    signatureAlgorithm: outside,
  };
}

describe('the signed copy of the algorithm identifiers (RFC 6211)', () => {
  it('repeats them octet for octet', () => {
    expect(repeatsAlgorithms(signerInfo(pss(32), pss(32)))).to.equal(true);
  });

  it('may leave out a default of RSASSA-PSS that the field outside spells out (RFC 4055 §3.1)', () => {
    expect(repeatsAlgorithms(signerInfo(pss(32), pss(32, TRAILER)))).to.equal(true);
  });

  it('differs when another salt length, or anything unknown, stands outside', () => {
    expect(repeatsAlgorithms(signerInfo(pss(32), pss(48)))).to.equal(false);
    expect(repeatsAlgorithms(signerInfo(pss(32), pss(32, encodeContext(3, encodeInteger(2), { constructed: true }))))).to.equal(false);
    expect(repeatsAlgorithms(signerInfo(pss(32), encodeSequence(encodeOid(OIDS.rsassaPss))))).to.equal(false);
  });
});
