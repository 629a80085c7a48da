import { testSigner } from '../../test/pades/test-signer.ts';
import { encodeHex } from '../bytes/index.ts';
import { parseCertificate } from './certificate.ts';
import { readCertificateParts } from './certificate-parts.ts';
import { X509Error } from './x509-error.ts';

describe('the parts of a certificate that a signature names', () => {
  const [der = new Uint8Array()] = testSigner().certificates;

  it('are those of the whole certificate', () => {
    const whole = parseCertificate(der);
    const parts = readCertificateParts(der);
    expect([parts.issuer, parts.serialNumber, parts.spki].map(encodeHex)).to.deep.equal(
      [whole.issuer.raw, whole.serialNumberDer, whole.spki].map(encodeHex),
    );
  });

  it('are nothing of a certificate that is cut', () => {
    for (let length = 0; length < der.length; length += 1) {
      let code = '';
      try {
        readCertificateParts(der.subarray(0, length));
      } catch (error) {
        if (error instanceof X509Error) code = error.code;
      }
      expect(code, String(length)).to.equal('X509_CERTIFICATE_MALFORMED');
    }
  });
});
