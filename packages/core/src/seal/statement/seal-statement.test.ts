import { concatBytes, decodeBase64, encodeLatin1, equalBytes } from '../../bytes/index.ts';
import { encodeCadesSignature, encodeSignedAttributes, OID_SEAL_STATEMENT } from '../../cades/index.ts';
import { verifySignerInfo } from '../../cms/index.ts';
import { digest, webCryptoSigner } from '../../crypto/index.ts';
import { parseCertificate } from '../../x509/index.ts';
import { SealError } from '../seal-error.ts';
import { parseSealInfo } from './seal-info-reader.ts';
import { encodeSealInfo } from './seal-info-writer.ts';
import type { SealInfo } from './seal-info.ts';
import { composeSealStatement, parseSealStatement } from './seal-statement.ts';

/** A key on P-256 and its certificate, for tests alone. */
const KEY = decodeBase64(
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXapFBw91fzYTum5Wb0//7fpKmsAM/fxgwVlLXixTpvqhRANCAATd0JMO7KpUrXbMAuhAHS2v3pPg4YnuMgI2DQDg/veR2edsD6ECfbNjDqpNWcBll1karTuaWizt52d/JqM+wwz+',
);
const CERTIFICATE = decodeBase64(
  'MIIBojCCAUegAwIBAgIUZSYlMxfWsOKC6EzA5tDVobjwJBUwCgYIKoZIzj0EAwIwJTEOMAwGA1UECgwFVGVzdHMxEzARBgNVBAMMClNlYWwgbWFrZXIwIBcNMjYxMTI0MDAxNzI0WhgPMjEyNjEwMzEwMDE3MjRaMCUxDjAMBgNVBAoMBVRlc3RzMRMwEQYDVQQDDApTZWFsIG1ha2VyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3dCTDuyqVK12zALoQB0tr96T4OGJ7jICNg0A4P73kdnnbA+hAn2zYw6qTVnAZZdZGq07mlos7ednfyajPsMM/qNTMFEwHQYDVR0OBBYEFO6gc6lyr/RIRYCDMdvc5jRKpHtaMB8GA1UdIwQYMBaAFO6gc6lyr/RIRYCDMdvc5jRKpHtaMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAI2UQPq8ohehMRDvqiM/ay6+AZPKQIXMVjLmWmgxW0kQAiEAgHIol+bS8p5ml3EnMf30TOpT4W50ABdeSAOE5n0OLow=',
);
const MAKER = webCryptoSigner({
  privateKey: KEY,
  certificates: [CERTIFICATE],
  algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' },
});
const TIME = new Date('2026-11-24T08:00:00Z');
const INFO: SealInfo = {
  number: '3301060017428',
  kind: 'official',
  ordinal: 0,
  name: '青岚数据科技有限公司',
  vendor: 'Sealkit',
  permittedSigners: { by: 'certificate', certificates: [CERTIFICATE] },
  createDate: TIME,
  validStart: TIME,
  validEnd: new Date('2027-11-24T08:00:00Z'),
  picture: {
    type: 'SVG',
    bytes: encodeLatin1('<svg width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M0 0L40 0L40 40Z" fill="#CF111B"/></svg>'),
  },
  widthUm: 40_000,
  heightUm: 40_000,
  testMaterial: false,
};

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'no error';
}

async function signed(content: Uint8Array | undefined, contentType: string): Promise<Uint8Array> {
  const signedAttributes = await encodeSignedAttributes({
    contentType,
    messageDigest: await digest('SHA-256', content ?? new Uint8Array()),
    digestAlgorithm: 'SHA-256',
    signingCertificate: CERTIFICATE,
  });
  return encodeCadesSignature({
    signedAttributes,
    digestAlgorithm: 'SHA-256',
    signatureAlgorithm: MAKER.algorithm,
    signature: await MAKER.sign({ dtbs: signedAttributes, digest: await digest('SHA-256', signedAttributes) }),
    certificates: [CERTIFICATE],
    contentType,
    ...(content === undefined ? {} : { content }),
  });
}

describe('seal statement', () => {
  it("is the maker's CAdES signature over the body that lies inside", async () => {
    const statement = await composeSealStatement({ info: INFO, signer: MAKER, time: TIME });
    const { info, signedData, makerSignature, raw } = parseSealStatement(statement);
    expect(equalBytes(raw, statement)).to.equal(true);
    expect(signedData.contentType).to.equal(OID_SEAL_STATEMENT);
    expect(equalBytes(info.raw, encodeSealInfo(INFO))).to.equal(true);
    expect(info).to.deep.equal({ ...INFO, raw: info.raw, unknownExtensions: [] });
    const facts = await verifySignerInfo({
      signerInfo: makerSignature,
      certificate: parseCertificate(CERTIFICATE),
      contentDigest: await digest('SHA-256', info.raw),
      contentType: OID_SEAL_STATEMENT,
    });
    expect(facts.signatureValue).to.equal('valid');
    expect(facts.messageDigestMatches).to.equal(true);
    expect(facts.attributeFaults).to.deep.equal([]);
  });

  it('carries a signature that does not fit another body', async () => {
    const { makerSignature } = parseSealStatement(await composeSealStatement({ info: INFO, signer: MAKER, time: TIME }));
    const other = parseSealInfo(encodeSealInfo({ ...INFO, number: '3301060017429' }));
    const facts = await verifySignerInfo({
      signerInfo: makerSignature,
      certificate: parseCertificate(CERTIFICATE),
      contentDigest: await digest('SHA-256', other.raw),
      contentType: OID_SEAL_STATEMENT,
    });
    expect(facts.messageDigestMatches).to.equal(false);
  });

  it('refuses truncation, a trailing byte and what is no SignedData', async () => {
    const statement = await composeSealStatement({ info: INFO, signer: MAKER, time: TIME });
    for (const length of [0, 1, 100, statement.length - 1])
      expect(codeOf(() => parseSealStatement(statement.subarray(0, length)))).to.equal('SEAL_STATEMENT_MALFORMED');
    expect(codeOf(() => parseSealStatement(concatBytes(statement, Uint8Array.of(0))))).to.equal('SEAL_STATEMENT_MALFORMED');
    expect(codeOf(() => parseSealStatement(encodeSealInfo(INFO)))).to.equal('SEAL_STATEMENT_MALFORMED');
  });

  it('refuses a detached signature, another content type and a body that is none', async () => {
    const body = encodeSealInfo(INFO);
    const detached = await signed(undefined, OID_SEAL_STATEMENT);
    const foreign = await signed(body, '1.2.840.113549.1.7.1');
    const empty = await signed(Uint8Array.of(0x30, 0), OID_SEAL_STATEMENT);
    expect(codeOf(() => parseSealStatement(detached))).to.equal('SEAL_STATEMENT_MALFORMED');
    expect(codeOf(() => parseSealStatement(foreign))).to.equal('SEAL_STATEMENT_MALFORMED');
    expect(codeOf(() => parseSealStatement(empty))).to.equal('SEAL_INFO_MALFORMED');
  });

  it('is not made by a signer without a certificate', async () => {
    let message = '';
    try {
      await composeSealStatement({ info: INFO, signer: { ...MAKER, certificates: [] }, time: TIME });
    } catch (error) {
      message = error instanceof TypeError ? error.message : '';
    }
    expect(message).to.include('certificate of the seal maker');
  });
});
