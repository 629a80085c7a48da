import { encodeLatin1 } from '../../src/bytes/index.ts';
import type { Certificate, Name } from '../../src/x509/index.ts';

/** A distinguished name of one component. */
export function smallName(commonName: string): Name {
  const octets = encodeLatin1(commonName);
  return { raw: octets, text: `CN=${commonName}`, commonName, relativeNames: [[{ type: '2.5.4.3', text: commonName, value: octets }]] };
}

/**
 * A certificate for judging, which verifies no signature: of the name and by the issuer with that name, an end entity's in force from
 * 2020 to the end of 2029 that says nothing of its use, but for what is changed.
 */
export function smallCertificate(subject: string, issuer: string, changes: Partial<Certificate> = {}): Certificate {
  const none = new Uint8Array();
  return {
    raw: encodeLatin1(`${subject} by ${issuer}`),
    tbs: none,
    version: 3,
    serialNumber: '01',
    serialNumberDer: none,
    issuer: smallName(issuer),
    subject: smallName(subject),
    notBefore: new Date('2020-01-01T00:00:00Z'),
    notAfter: new Date('2029-12-31T23:59:59Z'),
    spki: encodeLatin1(subject),
    publicKey: { kind: 'EC', bits: 256, curve: 'P-256' },
    signatureAlgorithm: none,
    signature: none,
    extensions: [],
    extendedKeyUsageCritical: false,
    subjectAltNames: [],
    policies: [],
    policyMappings: [],
    noRevAvail: false,
    ocspNoCheck: false,
    crlDistributionPoints: [],
    distributionPoints: [],
    ocspUrls: [],
    caIssuersUrls: [],
    malformedExtensions: [],
    unknownCriticalExtensions: [],
    ...changes,
  };
}

/** The same of an authority. */
export function smallAuthority(subject: string, issuer: string, changes: Partial<Certificate> = {}): Certificate {
  return smallCertificate(subject, issuer, { basicConstraints: { ca: true }, keyUsage: ['keyCertSign', 'cRLSign'], ...changes });
}
