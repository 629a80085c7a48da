import { OID_TEST_MATERIAL } from '../../cades/index.ts';
import { encodeBase64 } from '../../bytes/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { CertificateSummary } from '../report/report.ts';

/** A certificate as reports show it; `sha256` is its fingerprint, which is computed where digests may be. */
export function summarizeCertificate(certificate: Certificate, sha256: string): CertificateSummary {
  return {
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serialNumber: certificate.serialNumber,
    sha256,
    ...(certificate.subject.commonName === undefined ? {} : { commonName: certificate.subject.commonName }),
    ...(certificate.subject.organization === undefined ? {} : { organization: certificate.subject.organization }),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    keyAlgorithm: keyName(certificate),
    testMaterial: isTestMaterial(certificate),
    der: encodeBase64(certificate.raw),
  };
}

export function isTestMaterial(certificate: Certificate): boolean {
  return certificate.policies.includes(OID_TEST_MATERIAL);
}

function keyName({ publicKey }: Certificate): string {
  switch (publicKey.kind) {
    case 'RSA':
      return `RSA ${publicKey.bits ?? ''}`.trimEnd();
    case 'EC':
      return `EC ${publicKey.curve ?? ''}`.trimEnd();
    case 'DSA':
      return `DSA ${publicKey.bits ?? ''}`.trimEnd();
    case 'Ed25519':
    case 'Ed448':
      return publicKey.kind;
    case 'other':
      return publicKey.oid ?? 'unknown';
  }
}
