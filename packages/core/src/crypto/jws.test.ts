import { testPki } from '@sealkit/testkit';
import { encodeBase64, encodeBase64Url, encodeHex, encodeLatin1, encodeUtf8, type JsonValue } from '../bytes/index.ts';
import { CryptoError } from './crypto-error.ts';
import { digest } from './digest.ts';
import { ecdsaDerToRaw } from './ecdsa-value.ts';
import { assembleJws, jwsSigningInput, parseJws, verifyJwsSignature } from './jws.ts';
import { parseCertificate } from '../x509/index.ts';

const PAYLOAD: JsonValue = { v: 1, id: 'p-1', list: [1, 'ä', null] };

async function sealed(payload: JsonValue = PAYLOAD): Promise<{ readonly compact: string; readonly spki: Uint8Array }> {
  const { register } = await testPki();
  const header = { alg: 'ES256', kid: 'register-1', typ: 'seal-permit+jws', x5c: register.certificates.map(encodeBase64) };
  const signingInput = jwsSigningInput(header, payload);
  const dtbs = encodeLatin1(signingInput);
  const der = await register.signer.sign({ dtbs, digest: await digest('SHA-256', dtbs) });
  return { compact: assembleJws(signingInput, ecdsaDerToRaw(der, 'P-256')), spki: parseCertificate(register.certificate).spki };
}

function codeOf(compact: string): string | undefined {
  try {
    parseJws(compact);
    return undefined;
  } catch (error) {
    return error instanceof CryptoError ? error.code : 'another error';
  }
}

const part = (text: string): string => encodeBase64Url(encodeUtf8(text));

describe('compact JWS over canonical JSON (RFC 7515, RFC 8785)', () => {
  it('reads back what was signed, and its signature verifies', async () => {
    const { compact, spki } = await sealed();
    const jws = parseJws(compact);
    expect(jws.payload).to.deep.equal(PAYLOAD);
    expect(jws.header.typ).to.equal('seal-permit+jws');
    expect(jws.certificates.length).to.equal(2);
    expect(jws.signature.length).to.equal(64);
    expect(await verifyJwsSignature(jws, spki)).to.equal('valid');
  });

  it('spells the signing input in one way', () => {
    expect(jwsSigningInput({ typ: 't', kid: 'k', alg: 'ES256', x5c: ['AA=='] }, { b: 2, a: 1 })).to.equal(
      `${part('{"alg":"ES256","kid":"k","typ":"t","x5c":["AA=="]}')}.${part('{"a":1,"b":2}')}`,
    );
  });

  it('does not verify after any change, under another key, or under another algorithm', async () => {
    const { compact, spki } = await sealed();
    const jws = parseJws(compact);
    const flipped = jws.signature.slice();
    flipped[63]! ^= 1;
    expect(await verifyJwsSignature({ ...jws, signature: flipped }, spki)).to.equal('invalid');
    expect(await verifyJwsSignature({ ...jws, signature: jws.signature.slice(0, 63) }, spki)).to.equal('invalid');
    expect(await verifyJwsSignature({ ...jws, signature: new Uint8Array(64) }, spki)).to.equal('invalid');
    const other = parseJws((await sealed({ other: true })).compact);
    expect(await verifyJwsSignature({ ...other, signature: jws.signature }, spki)).to.equal('invalid');
    expect(await verifyJwsSignature({ ...jws, header: { ...jws.header, alg: 'none' } }, spki)).to.equal('unsupported');
    const { signers } = await testPki();
    expect(await verifyJwsSignature(jws, parseCertificate(signers.p256.certificate).spki)).to.equal('invalid');
    expect(await verifyJwsSignature(jws, parseCertificate(signers.rsa2048.certificate).spki)).to.equal('invalid');
  });

  it('refuses every other form', () => {
    const header = part('{"alg":"ES256","kid":"k","typ":"t","x5c":["AA=="]}');
    const payload = part('{"a":1}');
    expect(codeOf(`${header}.${payload}.AAAA`)).to.equal(undefined);
    const wrong: { readonly [name: string]: string } = {
      'two parts': `${header}.${payload}`,
      'four parts': `${header}.${payload}.AAAA.AAAA`,
      padding: `${header}.${payload}.AAA=`,
      'header member missing': `${part('{"alg":"ES256","kid":"k","typ":"t"}')}.${payload}.AAAA`,
      'header member added': `${part('{"alg":"ES256","crit":[],"kid":"k","typ":"t","x5c":["AA=="]}')}.${payload}.AAAA`,
      'header in another order': `${part('{"kid":"k","alg":"ES256","typ":"t","x5c":["AA=="]}')}.${payload}.AAAA`,
      'header member twice': `${part('{"alg":"ES256","alg":"ES256","kid":"k","typ":"t","x5c":["AA=="]}')}.${payload}.AAAA`,
      'no certificate': `${part('{"alg":"ES256","kid":"k","typ":"t","x5c":[]}')}.${payload}.AAAA`,
      'certificate that is no base64': `${part('{"alg":"ES256","kid":"k","typ":"t","x5c":["-"]}')}.${payload}.AAAA`,
      'alg that is no text': `${part('{"alg":1,"kid":"k","typ":"t","x5c":["AA=="]}')}.${payload}.AAAA`,
      'header array': `${part('[]')}.${payload}.AAAA`,
      'payload with white space': `${header}.${part('{"a": 1}')}.AAAA`,
      'payload with a member twice': `${header}.${part('{"a":1,"a":1}')}.AAAA`,
      'payload that is no JSON': `${header}.${part('{')}.AAAA`,
      'payload that is no UTF-8': `${header}.${encodeBase64Url(Uint8Array.of(0x22, 0xff, 0x22))}.AAAA`,
      'number beyond a double': `${header}.${part('{"a":1e400}')}.AAAA`,
    };
    for (const [name, compact] of Object.entries(wrong)) expect(codeOf(compact), name).to.equal('CRYPTO_JWS_MALFORMED');
  });

  it('gives ES256 values as r and s of 32 octets', async () => {
    const { compact } = await sealed();
    expect(encodeHex(parseJws(compact).signature).length).to.equal(128);
  });
});
