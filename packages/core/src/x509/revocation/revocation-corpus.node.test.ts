import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeBase64, decodeLatin1 } from '../../bytes/index.ts';
import { X509Error } from '../x509-error.ts';
import { parseCrl } from './crl.ts';
import { parseOcspResponse } from './ocsp-response.ts';

const CORPUS = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus');

describe.skipIf(!existsSync(join(CORPUS, 'pkix-pkits')))('answers of other makers (skipped where the shared corpus is absent)', () => {
  it('reads every OCSP response', () => {
    const files = [...list('pkix-ocsp', '.ors'), ...list('pkix-freshness', '.ors')];
    expect(files.length).to.be.greaterThan(15);
    for (const file of files) {
      const response = parseOcspResponse(asDer(readFileSync(file)));
      expect(response.basic?.responses.length, file).to.be.greaterThan(0);
    }
  });

  it('reads every CRL or says why not', () => {
    const refused: string[] = [];
    const files = [...list('pkix-pkits/crls', '.crl'), ...list('pkix-freshness', '.crl')];
    expect(files.length).to.be.greaterThan(150);
    for (const file of files) {
      try {
        parseCrl(readFileSync(file));
      } catch (error) {
        expect(error, file).to.be.instanceOf(X509Error);
        refused.push(`${file.slice(file.lastIndexOf('/') + 1)}: ${(error as Error).message}`);
      }
    }
    // The octet that was spoilt is the count of unused bits.
    expect(refused).to.deep.equal(['BadCRLSignatureCACRL.crl: CRL: expected a signature of whole octets']);
  });

  it('refuses an OCSP response cut at any length', () => {
    const der = asDer(readFileSync(join(CORPUS, 'pkix-ocsp/ISDOSC_D1.ors')));
    for (let length = 0; length < der.length; length += 1) expect(() => parseOcspResponse(der.subarray(0, length))).to.throw(X509Error);
  });

  it('refuses a CRL cut at any length', () => {
    for (const name of ['TwoCRLsCAGoodCRL', 'indirectCRLCA5CRL', 'deltaCRLCA1deltaCRL']) {
      const der = readFileSync(join(CORPUS, `pkix-pkits/crls/${name}.crl`));
      for (let length = 0; length < der.length; length += 1) expect(() => parseCrl(der.subarray(0, length))).to.throw(X509Error);
    }
  });
});

function list(folder: string, ending: string): readonly string[] {
  return readdirSync(join(CORPUS, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(CORPUS, folder, name));
}

/** OpenSSL's vectors are base64, the others DER. */
function asDer(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x30 ? bytes : decodeBase64(decodeLatin1(bytes).replaceAll(/\s+/g, ''));
}
