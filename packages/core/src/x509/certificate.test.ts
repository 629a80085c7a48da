import { testPki } from '@sealkit/testkit';
import {
  derChildren,
  derRaw,
  encodeBitString,
  encodeBoolean,
  encodeContext,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeSet,
  encodeUtf8String,
  encodePrintableString,
  OIDS,
  parseDer,
} from '../asn1/index.ts';
import { type Bytes, concatBytes, encodeHex, encodeUtf8 } from '../bytes/index.ts';
import { certificateFingerprint, parseCertificate } from './certificate.ts';
import { equalNames, type Name, readName } from './name.ts';
import { encodePem, parsePem, readCertificates } from './pem.ts';
import { X509Error } from './x509-error.ts';

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof X509Error ? error.code : String(error);
  }
}

/** The certificate with some fields of its TBSCertificate replaced, as an attacker would write it. */
async function altered(change: (fields: Bytes[]) => readonly Bytes[], algorithm?: Bytes): Promise<Bytes> {
  const { signers } = await testPki();
  const [tbs, signatureAlgorithm, signature] = derChildren(parseDer(signers.p256.certificate));
  const fields = derChildren(tbs!).map(derRaw);
  return encodeSequence(encodeSequence(...change(fields)), algorithm ?? derRaw(signatureAlgorithm!), derRaw(signature!));
}

const withExtensions = (...extensions: readonly Bytes[]): Promise<Bytes> =>
  altered((fields) => [...fields.slice(0, 7), encodeContext(3, encodeSequence(...extensions), { constructed: true })]);
const extension = (oid: string, value: Bytes, critical = false): Bytes =>
  encodeSequence(encodeOid(oid), critical ? encodeBoolean(true) : new Uint8Array(), encodeOctetString(value));

describe('certificates (RFC 5280 §4.1)', () => {
  it('are read with names, key, times and extensions', async () => {
    const pki = await testPki();
    const certificate = parseCertificate(pki.signers.p256.certificate);
    expect(certificate.version).to.equal(3);
    expect(certificate.subject.text).to.equal('CN=Signer p256,O=Test Company One,C=CN');
    expect(certificate.subject.commonName).to.equal('Signer p256');
    expect(certificate.subject.organization).to.equal('Test Company One');
    expect(certificate.subject.country).to.equal('CN');
    expect(certificate.issuer.text).to.equal('CN=Test Issuing CA,O=Sealkit Tests,C=CN');
    expect(certificate.serialNumber).to.equal('11');
    expect(certificate.publicKey).to.deep.equal({ kind: 'EC', curve: 'P-256', bits: 256 });
    expect(certificate.notBefore.toISOString()).to.equal('2025-01-01T00:00:00.000Z');
    expect(certificate.keyUsage).to.deep.equal(['digitalSignature', 'nonRepudiation']);
    expect(certificate.extendedKeyUsage).to.deep.equal([OIDS.documentSigning]);
    expect(certificate.basicConstraints).to.deep.equal({ ca: false });
    expect(certificate.noRevAvail).to.equal(true);
    expect(certificate.authorityKeyId?.keyIdentifier).to.equal(parseCertificate(pki.intermediate.certificate).subjectKeyId);
    expect(parseCertificate(pki.intermediate.certificate).basicConstraints).to.deep.equal({ ca: true, pathLength: 0 });
    expect(parseCertificate(pki.signers.rsa2048.certificate).publicKey).to.deep.equal({ kind: 'RSA', bits: 2048 });
    expect(parseCertificate(pki.signers.ed25519.certificate).publicKey.kind).to.equal('Ed25519');
    expect(await certificateFingerprint(certificate.raw)).to.match(/^sha256:[0-9a-f]{64}$/);
  });

  it('keep the octets that were signed', async () => {
    const pki = await testPki();
    const certificate = parseCertificate(pki.signers.p256.certificate);
    const [tbs] = derChildren(parseDer(pki.signers.p256.certificate));
    expect(encodeHex(certificate.tbs)).to.equal(encodeHex(derRaw(tbs!)));
  });

  it('end parsed or with a typed error for every octet changed, and are refused when cut or followed by more', async () => {
    const { signers } = await testPki();
    const der = signers.p256.certificate;
    for (let index = 0; index < der.length; index += 1) {
      const changed = der.slice();
      changed[index]! ^= 0x81;
      const code = codeOf(() => parseCertificate(changed));
      expect(code === undefined || code.startsWith('X509_'), `${index}: ${code}`).to.equal(true);
    }
    for (let length = 0; length < der.length; length += 7)
      expect(codeOf(() => parseCertificate(der.subarray(0, length)))).to.equal('X509_CERTIFICATE_MALFORMED');
    expect(codeOf(() => parseCertificate(concatBytes(der, Uint8Array.of(0))))).to.equal('X509_CERTIFICATE_MALFORMED');
  });

  it('are refused when the algorithm outside is not the signed one', async () => {
    const other = encodeSequence(encodeOid(OIDS.sha1WithRsa), encodeNull());
    expect(codeOf(() => parseCertificate(new Uint8Array()))).to.equal('X509_CERTIFICATE_MALFORMED');
    const changed = await altered((fields) => fields, other);
    expect(codeOf(() => parseCertificate(changed))).to.equal('X509_CERTIFICATE_MALFORMED');
  });

  it('are refused with extensions in version 1, and in version 4', async () => {
    const version = (number: number): Bytes => encodeContext(0, encodeInteger(number), { constructed: true });
    for (const number of [0, 1, 3]) {
      const changed = await altered((fields) => [version(number), ...fields.slice(1)]);
      expect(codeOf(() => parseCertificate(changed))).to.equal('X509_CERTIFICATE_MALFORMED');
    }
  });

  it('name critical extensions that are not processed', async () => {
    const certificate = parseCertificate(
      await withExtensions(
        extension('1.2.3', encodeNull(), true),
        extension('1.2.4', encodeNull()),
        extension(OIDS.freshestCrl, encodeSequence(), true),
      ),
    );
    expect(certificate.unknownCriticalExtensions).to.deep.equal(['1.2.3', OIDS.freshestCrl]);
  });

  it('stay readable with a known extension that is malformed or stands twice, and name it', async () => {
    const usage = extension(OIDS.keyUsage, encodeBitString(Uint8Array.of(0x80), 7), true);
    const twice = parseCertificate(await withExtensions(usage, usage));
    expect(twice.malformedExtensions).to.deep.equal([OIDS.keyUsage]);
    expect(twice.keyUsage).to.equal(undefined);
    for (const oid of [
      OIDS.basicConstraints,
      OIDS.extendedKeyUsage,
      OIDS.subjectKeyIdentifier,
      OIDS.certificatePolicies,
      OIDS.authorityInfoAccess,
      OIDS.crlDistributionPoints,
      OIDS.authorityKeyIdentifier,
    ]) {
      const certificate = parseCertificate(await withExtensions(extension(oid, encodeInteger(1))));
      expect(certificate.malformedExtensions, oid).to.deep.equal([oid]);
    }
    const trailing = parseCertificate(
      await withExtensions(extension(OIDS.basicConstraints, concatBytes(encodeSequence(), Uint8Array.of(0)))),
    );
    expect(trailing.malformedExtensions).to.deep.equal([OIDS.basicConstraints]);
  });

  it('read addresses of revocation data and issuers', async () => {
    const url = (text: string): Bytes => encodeContext(6, encodeUtf8(text), { constructed: false });
    const access = encodeSequence(
      encodeSequence(encodeOid(OIDS.ocsp), url('http://ocsp')),
      encodeSequence(encodeOid(OIDS.caIssuers), url('http://ca')),
    );
    const fullName = encodeContext(0, encodeContext(0, url('http://crl'), { constructed: true }), { constructed: true });
    const certificate = parseCertificate(
      await withExtensions(
        extension(OIDS.authorityInfoAccess, access),
        extension(OIDS.crlDistributionPoints, encodeSequence(encodeSequence(fullName))),
      ),
    );
    expect(certificate.ocspUrls).to.deep.equal(['http://ocsp']);
    expect(certificate.caIssuersUrls).to.deep.equal(['http://ca']);
    expect(certificate.crlDistributionPoints).to.deep.equal(['http://crl']);
  });
});

describe('names (RFC 4514)', () => {
  const attribute = (oid: string, value: Bytes): Bytes => encodeSequence(encodeOid(oid), value);
  const name = (...relativeNames: readonly (readonly Bytes[])[]): Name =>
    readName(parseDer(encodeSequence(...relativeNames.map((parts) => encodeSet(...parts)))));
  const commonName = (text: string): Name => name([attribute(OIDS.commonName, encodeUtf8String(text))]);

  it('are spelled last component first, escaped', () => {
    const full = name(
      [attribute(OIDS.countryName, encodePrintableString('CN'))],
      [attribute(OIDS.organizationName, encodeUtf8String('Müller, Söhne + "Co" <x>; \\ #'))],
      [attribute(OIDS.commonName, encodeUtf8String('#lead')), attribute('1.2.3', encodeUtf8String(' space '))],
    );
    expect(full.text).to.equal(String.raw`CN=\#lead+1.2.3=\ space\ ,O=Müller\, Söhne \+ \"Co\" \<x\>\; \\ #,C=CN`);
    expect(commonName('a\u0000b\nc').text).to.equal(String.raw`CN=a\00b\0ac`);
    expect(name([attribute('1.2.3', encodeInteger(5))]).text).to.equal('1.2.3=#020105');
  });

  it('are equal over case, white space and string types, and over nothing else', () => {
    const printable = name([attribute(OIDS.commonName, encodePrintableString('Test  CA'))]);
    expect(equalNames(printable, commonName('test ca'))).to.equal(true);
    expect(equalNames(printable, commonName('testca'))).to.equal(false);
    expect(equalNames(commonName('a'), name([attribute(OIDS.organizationName, encodeUtf8String('a'))]))).to.equal(false);
    expect(
      equalNames(
        commonName('a'),
        name([attribute(OIDS.commonName, encodeUtf8String('a'))], [attribute(OIDS.commonName, encodeUtf8String('a'))]),
      ),
    ).to.equal(false);
  });

  it('do not let one attribute pass for two', () => {
    const split = name([attribute(OIDS.commonName, encodeUtf8String('a'))], [attribute(OIDS.organizationName, encodeUtf8String('b'))]);
    expect(equalNames(split, commonName('a,2.5.4.10=b'))).to.equal(false);
    expect(commonName('a,O=b').text).to.equal(String.raw`CN=a\,O=b`);
  });
});

describe('PEM (RFC 7468)', () => {
  it('reads bundles with text between, and writes lines of 64', async () => {
    const { root, intermediate } = await testPki();
    const text = `comment\n${encodePem('CERTIFICATE', root.certificate)}\nmore\n${encodePem('CERTIFICATE', intermediate.certificate).replaceAll('\n', '\r\n')}`;
    expect(parsePem(text).map(({ label }) => label)).to.deep.equal(['CERTIFICATE', 'CERTIFICATE']);
    expect(readCertificates(encodeUtf8(text)).map(encodeHex)).to.deep.equal([root.certificate, intermediate.certificate].map(encodeHex));
    expect(readCertificates(root.certificate).map(encodeHex)).to.deep.equal([encodeHex(root.certificate)]);
    expect(
      encodePem('X', new Uint8Array(60))
        .split('\n')
        .every((line) => line.length <= 64),
    ).to.equal(true);
  });

  it('refuses labels that differ, bad base64, and files without a certificate', () => {
    expect(codeOf(() => parsePem('-----BEGIN A-----\nAAAA\n-----END B-----'))).to.equal('X509_PEM_MALFORMED');
    expect(codeOf(() => parsePem('-----BEGIN A-----\nA*AA\n-----END A-----'))).to.equal('X509_PEM_MALFORMED');
    expect(codeOf(() => parsePem('-----BEGIN A-----\nProc: x\n\nAAAA\n-----END A-----'))).to.equal('X509_PEM_MALFORMED');
    expect(codeOf(() => readCertificates(encodeUtf8('nothing')))).to.equal('X509_NO_CERTIFICATE');
    expect(codeOf(() => readCertificates(encodeUtf8(encodePem('PRIVATE KEY', encodeNull()))))).to.equal('X509_NO_CERTIFICATE');
    expect(codeOf(() => readCertificates(new Uint8Array()))).to.equal('X509_NO_CERTIFICATE');
  });
});
