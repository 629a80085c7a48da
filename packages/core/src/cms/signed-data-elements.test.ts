import { testPki } from '@sealkit/testkit';
import { encodeInteger, encodeOctetString, encodeSequence, encodeSet, OIDS } from '../asn1/index.ts';
import { type Bytes, concatBytes, decodeHex, encodeHex, encodeUtf8 } from '../bytes/index.ts';
import { digest, signatureAlgorithmToDer } from '../crypto/index.ts';
import { berChildren } from './ber-elements.ts';
import { CmsError } from './cms-error.ts';
import { withAttributes, withDigestAlgorithm, withMaterial } from './signed-data-additions.ts';
import { encodeSignedDataElements, readSignedDataElements } from './signed-data-elements.ts';
import { parseSignedData } from './signed-data.ts';
import { encodeAttribute, encodeDigestIdentifier, encodeSignedData } from './signed-data-writer.ts';

const CRL = decodeHex('3003020102');
const OCSP = decodeHex('30030a0100');

async function signed(): Promise<Bytes> {
  const { signers } = await testPki();
  const { algorithm, certificate, certificates } = signers.p256;
  const signedAttributes = encodeSet(encodeAttribute(OIDS.messageDigest, encodeOctetString(await digest('SHA-256', encodeUtf8('a')))));
  const signature = encodeSequence(encodeInteger(1), encodeInteger(2));
  const signatureAlgorithm = signatureAlgorithmToDer(algorithm);
  const signer = { certificate, digestAlgorithm: 'SHA-256', signedAttributes, signatureAlgorithm, signature } as const;
  return encodeSignedData({ content: encodeUtf8('a'), certificates, signerInfos: [signer, signer] });
}

/** The same with indefinite lengths down to the SignerInfos, as streaming makers write it. */
function indefinite(element: Uint8Array, depth: number): Bytes {
  if (depth === 0 || ((element[0] ?? 0) & 0x20) === 0) return concatBytes(element);
  return concatBytes(
    Uint8Array.of(element[0] ?? 0, 0x80),
    ...berChildren(element).map((one) => indefinite(one, depth - 1)),
    new Uint8Array(2),
  );
}

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof CmsError ? error.code : String(error);
  }
};

describe('a SignedData in pieces (RFC 5652 §5.1)', () => {
  it('is the same octets when nothing was added', async () => {
    const cms = await signed();
    expect(encodeHex(encodeSignedDataElements(readSignedDataElements(cms)))).to.equal(encodeHex(cms));
  });

  it('takes material behind what is there, each once, and becomes version 5 with an OCSP response (RFC 5940)', async () => {
    const elements = readSignedDataElements(await signed());
    const { certificates } = parseSignedData(await signed());
    const withCrl = withMaterial(elements, { certificates, crls: [CRL, CRL], ocspResponses: [] });
    expect(withCrl.certificates).to.deep.equal(elements.certificates);
    expect([withCrl.crls.length, parseSignedData(encodeSignedDataElements(withCrl)).version]).to.deep.equal([1, 1]);
    const full = withMaterial(withMaterial(withCrl, { certificates: [CRL], crls: [], ocspResponses: [OCSP] }), {
      certificates: [],
      crls: [CRL],
      ocspResponses: [OCSP],
    });
    const read = parseSignedData(encodeSignedDataElements(full));
    expect([read.version, read.crls.length, read.ocspResponses.map(encodeHex)]).to.deep.equal([5, 1, [encodeHex(OCSP)]]);
    expect(encodeHex(full.crls[1]!)).to.equal(`a10f06082b06010505071002${encodeHex(OCSP)}`);
    expect(full.certificates.slice(0, -1)).to.deep.equal(elements.certificates);
  });

  it('keeps the octets of every element of BER', async () => {
    const cms = indefinite(await signed(), 5);
    const elements = readSignedDataElements(cms);
    const attribute = encodeAttribute(OIDS.timeStampToken, encodeInteger(1));
    const after = encodeSignedDataElements(
      withDigestAlgorithm(
        withAttributes(withMaterial(elements, { certificates: [], crls: [CRL], ocspResponses: [] }), 1, [attribute]),
        encodeDigestIdentifier('SHA-512'),
      ),
    );
    const again = readSignedDataElements(after);
    expect(again.encapContentInfo).to.deep.equal(elements.encapContentInfo);
    expect(again.certificates).to.deep.equal(elements.certificates);
    expect(again.signerInfos.map(({ fields }) => fields)).to.deep.equal(elements.signerInfos.map(({ fields }) => fields));
    expect(again.signerInfos.map(({ unsignedAttributes }) => unsignedAttributes.length)).to.deep.equal([0, 1]);
    expect(again.digestAlgorithms.length).to.equal(2);
    expect(elements.encapContentInfo[1]).to.equal(0x80);
  });

  it('refuses what is cut, followed by more, or of another type', async () => {
    const cms = await signed();
    expect(codeOf(() => readSignedDataElements(cms.subarray(0, -1)))).to.equal('CMS_MALFORMED');
    expect(codeOf(() => readSignedDataElements(concatBytes(cms, new Uint8Array(1))))).to.equal('CMS_TRAILING_BYTES');
    expect(codeOf(() => readSignedDataElements(cms.map((octet, at) => (at === 14 ? octet ^ 1 : octet))))).to.match(/^CMS_/);
    expect(codeOf(() => withAttributes(readSignedDataElements(cms), 2, []))).to.match(/^RangeError/);
  });

  it('reads BER by its framing alone, and refuses what has none (X.690 §8.1)', () => {
    expect(berChildren(decodeHex('3080020101308000000401000000')).map((one) => encodeHex(one))).to.deep.equal([
      '020101',
      '30800000',
      '040100',
    ]);
    expect(berChildren(decodeHex('30820004bf1f0100')).map((one) => encodeHex(one))).to.deep.equal(['bf1f0100']);
    for (const bad of ['3003020201', '30800201', '308002010100', '3002048000', '0201', '', '30', '3005bfff']) {
      expect(
        codeOf(() => berChildren(decodeHex(bad))),
        bad,
      ).to.equal('CMS_MALFORMED');
    }
    expect(codeOf(() => berChildren(decodeHex('3080'.repeat(60) + '0000'.repeat(60))))).to.equal('CMS_LIMIT_EXCEEDED');
  });
});
