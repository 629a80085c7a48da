import { makeOcspResponse, testPki } from '@sealkit/testkit';
import { encodeContext, encodeInteger, encodeSequence, parseDer, readExplicit, readOctetString, readSequence } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { MATERIAL_VALUES, readMaterialValues } from './material-values.ts';

const NONE = { certificates: [], crls: [], ocspResponses: [] };

/** The BasicOCSPResponse in a response. */
function basicOf(response: Bytes): Bytes {
  const [, field] = readSequence(parseDer(response));
  const [, octets] = readSequence(readExplicit(field!));
  return readOctetString(octets!);
}

describe('values of CAdES-X-L (TS 101 733 §6.3.3, §6.3.4)', () => {
  it('are read as certificates, CRLs and OCSP responses', async () => {
    const { signers, intermediate } = await testPki();
    const { certificate } = signers.p256;
    const response = await makeOcspResponse({
      certificate,
      issuer: intermediate.certificate,
      responder: intermediate,
      status: 'good',
      thisUpdate: new Date('2026-06-01T00:00:00Z'),
    });
    const crl = encodeSequence(encodeInteger(7));
    const explicit = (tag: number, content: Uint8Array): Bytes => encodeContext(tag, encodeSequence(content), { constructed: true });
    const revocation = encodeSequence(explicit(0, crl), explicit(1, basicOf(response)), explicit(2, encodeInteger(1)));
    const unsignedAttributes = [
      { type: MATERIAL_VALUES.certificates, values: [encodeSequence(certificate, certificate)] },
      { type: MATERIAL_VALUES.revocation, values: [revocation] },
    ];
    expect(readMaterialValues({ unsignedAttributes })).to.deep.equal({
      certificates: [certificate],
      crls: [crl],
      ocspResponses: [response],
    });
    expect(readMaterialValues({ unsignedAttributes: unsignedAttributes.slice(0, 1) })).to.deep.equal({
      ...NONE,
      certificates: [certificate],
    });
  });

  it('hold nothing where they are malformed or of another type', async () => {
    const { signers } = await testPki();
    const values = encodeSequence(signers.p256.certificate);
    for (const [type, value] of [
      [MATERIAL_VALUES.certificates, values.subarray(0, -1)],
      [MATERIAL_VALUES.certificates, encodeInteger(1)],
      [MATERIAL_VALUES.revocation, encodeSequence(encodeContext(0, encodeInteger(1), { constructed: true }))],
      ['1.2.840.113549.1.9.16.2.21', values],
    ] as const)
      expect(readMaterialValues({ unsignedAttributes: [{ type, values: [new Uint8Array(value)] }] })).to.deep.equal(NONE);
  });
});
