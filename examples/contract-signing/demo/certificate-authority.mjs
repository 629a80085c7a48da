/** The demo certificate authority: a root, and leaves marked as test material that live for days and say that no revocation data exists. */
import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

const KEY = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const DAY = 86_400_000;

/** Policy that marks every certificate of the demo authority. */
const TEST_MATERIAL_POLICY = '2.25.124324920879145517526047296025797566977';
const NO_REVOCATION_AVAILABLE = '2.5.29.56';

/** What each kind of leaf is for, and how long it lives. Signers stay below a week, so that no revocation service is needed. */
const PROFILES = {
  signer: { days: 6, usages: x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation },
  'seal-maker': { days: 365, usages: x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation },
  register: { days: 365, usages: x509.KeyUsageFlags.digitalSignature },
};

/** A new root: `{ certificate, privateKey }`, DER certificate and CryptoKey. */
export async function createAuthority(now, name = 'CN=Sealkit Demo CA (test material), O=Sealkit Demo, C=CN') {
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name,
    notBefore: new Date(now.getTime() - 3_600_000),
    notAfter: new Date(now.getTime() + 3650 * DAY),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.CertificatePolicyExtension([TEST_MATERIAL_POLICY]),
    ],
  });
  return { certificate: new Uint8Array(certificate.rawData), privateKey: keys.privateKey };
}

/** A new key and its certificate, `subject` as a list of attribute (a name or an OID) and value. Answers `{ certificate, privateKey, notAfter }`. */
export async function issueCertificate(authority, { profile, subject, now }) {
  const { days, usages } = PROFILES[profile];
  const issuer = new x509.X509Certificate(authority.certificate);
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const notAfter = new Date(now.getTime() + days * DAY);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: new x509.Name(subject.map(([type, value]) => ({ [type]: [{ utf8String: value }] }))),
    issuer: issuer.subjectName,
    notBefore: new Date(now.getTime() - 60_000),
    notAfter,
    signingKey: authority.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(usages, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new x509.CertificatePolicyExtension([TEST_MATERIAL_POLICY]),
      new x509.Extension(NO_REVOCATION_AVAILABLE, false, new Uint8Array([0x05, 0x00])),
    ],
  });
  return { certificate: new Uint8Array(certificate.rawData), privateKey: keys.privateKey, notAfter };
}

/** 16 random octets with a clear top bit, so that the INTEGER is positive and not empty. */
function serialNumber() {
  const octets = webcrypto.getRandomValues(new Uint8Array(16));
  octets[0] = (octets[0] & 0x3f) | 0x40;
  return Buffer.from(octets).toString('hex');
}
