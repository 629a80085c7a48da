/** A certificate authority in memory, for keys of this example alone: nobody else has reason to trust it. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const YEAR = 365 * 86_400_000;
const IMPORT = {
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
};

/** `certify(spki, kind, name)` answers a certificate in DER; `root` is the one to trust. */
export async function createAuthority() {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + YEAR) };
  const issuer = 'CN=Example signing service CA (test material)';
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: issuer,
    ...dates,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)],
  });
  let serial = 1;
  return {
    root: Buffer.from(root.rawData),
    async certify(spki, kind, name) {
      serial += 1;
      const certificate = await X509CertificateGenerator.create({
        serialNumber: serial.toString(16).padStart(2, '0'),
        subject: `CN=${name}`,
        issuer,
        ...dates,
        publicKey: await webcrypto.subtle.importKey('spki', spki, IMPORT[kind], true, ['verify']),
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation, true),
        ],
      });
      return Buffer.from(certificate.rawData);
    },
  };
}
