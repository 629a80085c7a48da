import {
  DerFields,
  encodeBitString,
  encodeBoolean,
  encodeContext,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeUtf8String,
  OIDS,
  parseDer,
  readBitString,
  TAGS,
} from '@sealkit/core/asn1';
import { type Bytes, type CallOptions, decodeHex, encodeLatin1 } from '@sealkit/core/bytes';
import { OID_TEST_MATERIAL } from '@sealkit/core/cades';
import { digest, randomBytes } from '@sealkit/core/crypto';
import type { CertificateIssuer, CertificateOrder, CertificateProfile, Clock, IssueOutcome, Signer } from '@sealkit/core/ports';
import { type Certificate, equalNames, parseCertificate, readName } from '@sealkit/core/x509';
import { generateMemoryKey } from '../memory-key.ts';
import { readCertificationRequest } from '../request/certification-request.ts';
import { encodeRequestedSubject } from '../request/requested-subject.ts';
import { encodeCertificate, type ExtensionParts } from './certificate-writer.ts';
import { encodeContentBinding, OID_CONTENT_BINDING } from './content-binding.ts';
import { issuedTo, orderedPublicKey } from './issued-certificates.ts';

/** Stands in the name of the authority and of every subject. */
export const TEST_MARK = 'TEST - no legal effect - 测试证书，无法律效力';
const NOTICE = 'Test certificate. Nobody answers for whom it names. 测试证书，无法律效力。';
const DAY_MS = 86_400_000;

export interface TestAuthorityOptions {
  readonly clock: Clock;
  /** The authority's key with its certificate, for one that outlives the process; made in memory where absent. */
  readonly authority?: Signer;
  /** How long certificates hold, in milliseconds: 30 days, and 10 minutes for events, where nothing is said. */
  readonly validityMs?: Partial<Readonly<Record<CertificateProfile, number>>>;
  /**
   * Where certificates but those of events say that their status can be asked. Without either, certificates say that nobody keeps
   * their status (RFC 9608): this authority revokes nothing.
   */
  readonly status?: { readonly ocspUrl?: string; readonly crlUrl?: string };
}

export interface TestAuthority {
  readonly issuer: CertificateIssuer;
  /** DER of the authority's own certificate. */
  readonly certificate: Bytes;
}

/**
 * A certificate authority inside the process, for trials and tests. Every certificate says that it is test material: in the name of its
 * issuer, in its subject (`organizationalUnitName`), and by a policy with a notice for whoever looks.
 *
 * @throws TypeError where a certificate of an authority is given whose name does not say so.
 */
export async function createTestAuthority(options: TestAuthorityOptions): Promise<TestAuthority> {
  const signer = options.authority ?? (await makeAuthority(options.clock.now()));
  const [certificate] = signer.certificates;
  if (certificate === undefined || !parseCertificate(certificate).subject.text.includes('TEST'))
    throw new TypeError('authority: expected a certificate whose subject says TEST');
  return {
    certificate,
    issuer: { name: 'test-authority', issue: (order, call) => issue({ ...options, signer, certificate }, order, call) },
  };
}

interface Authority extends TestAuthorityOptions {
  readonly signer: Signer;
  readonly certificate: Bytes;
}

async function issue(authority: Authority, order: CertificateOrder, call?: CallOptions): Promise<IssueOutcome> {
  call?.signal?.throwIfAborted();
  const { key, profile, contentDigest } = order;
  const subject = encodeRequestedSubject(order.subject);
  const request = key.certificationRequest === undefined ? undefined : await readCertificationRequest(key.certificationRequest);
  if (request !== undefined && !equalNames(request.subject, readName(parseDer(subject))))
    return { status: 'refused', code: 'SUBJECT_DIFFERS' };
  const publicKey = await orderedPublicKey(order);
  if (profile === 'event' && contentDigest === undefined) return { status: 'refused', code: 'CONTENT_DIGEST_MISSING' };
  const parent = parseCertificate(authority.certificate);
  const now = authority.clock.now();
  const validity = authority.validityMs?.[profile] ?? (profile === 'event' ? 600_000 : 30 * DAY_MS);
  const certificate = await encodeCertificate(
    {
      serialNumber: newSerialNumber(),
      issuer: parent.subject.raw,
      subject: encodeRequestedSubject({ ...order.subject, organizationalUnit: TEST_MARK }),
      notBefore: wholeSecond(now),
      notAfter: new Date(Math.min(wholeSecond(now).getTime() + validity, parent.notAfter.getTime())),
      publicKey,
      extensions: [
        { oid: OIDS.basicConstraints, critical: true, value: encodeSequence() },
        keyUsage(0b1100_0000, 6),
        { oid: OIDS.extendedKeyUsage, critical: false, value: encodeSequence(encodeOid(OIDS.documentSigning)) },
        testPolicy(),
        await subjectKeyIdentifier(publicKey),
        await authorityKeyIdentifier(parent),
        ...statusExtensions(authority, profile),
        ...(contentDigest === undefined ? [] : [{ oid: OID_CONTENT_BINDING, critical: false, value: encodeContentBinding(contentDigest) }]),
      ],
    },
    authority.signer,
    call,
  );
  return issuedTo(publicKey, [certificate, authority.certificate]);
}

async function makeAuthority(now: Date): Promise<Signer> {
  const key = await generateMemoryKey();
  const name = encodeRequestedSubject({
    country: 'CN',
    organization: 'Sealkit',
    organizationalUnit: TEST_MARK,
    commonName: 'Sealkit TEST CA',
  });
  const certificate = await encodeCertificate(
    {
      serialNumber: newSerialNumber(),
      issuer: name,
      subject: name,
      notBefore: wholeSecond(new Date(now.getTime() - DAY_MS)),
      notAfter: wholeSecond(new Date(now.getTime() + 365 * DAY_MS)),
      publicKey: key.publicKey,
      extensions: [
        { oid: OIDS.basicConstraints, critical: true, value: encodeSequence(encodeBoolean(true)) },
        keyUsage(0b0000_0110, 1),
        testPolicy(),
        await subjectKeyIdentifier(key.publicKey),
      ],
    },
    key,
  );
  return { ...key, certificates: [certificate] };
}

/** Positive, 16 octets of chance (RFC 5280 §4.1.2.2). */
function newSerialNumber(): Bytes {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  return octets;
}

/** Certificates know no milliseconds. */
function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}

function keyUsage(bits: number, unusedBits: number): ExtensionParts {
  return { oid: OIDS.keyUsage, critical: true, value: encodeBitString(Uint8Array.of(bits), unusedBits) };
}

/** RFC 5280 §4.2.1.4: a policy with explicit text. */
function testPolicy(): ExtensionParts {
  const notice = encodeSequence(encodeOid(OIDS.userNoticeQualifier), encodeSequence(encodeUtf8String(NOTICE)));
  const value = encodeSequence(encodeSequence(encodeOid(OID_TEST_MATERIAL), encodeSequence(notice)));
  return { oid: OIDS.certificatePolicies, critical: false, value };
}

async function subjectKeyIdentifier(publicKey: Uint8Array): Promise<ExtensionParts> {
  return { oid: OIDS.subjectKeyIdentifier, critical: false, value: encodeOctetString(await keyIdentifier(publicKey)) };
}

/** The authority's own identifier where it has one, however that was made (RFC 5280 §4.2.1.1). */
async function authorityKeyIdentifier({ subjectKeyId, spki }: Certificate): Promise<ExtensionParts> {
  const value = encodeSequence(
    encodeContext(0, subjectKeyId === undefined ? await keyIdentifier(spki) : decodeHex(subjectKeyId), { constructed: false }),
  );
  return { oid: OIDS.authorityKeyIdentifier, critical: false, value };
}

/** RFC 7093 §2, method 1: the first 160 bits of the SHA-256 of the key's BIT STRING. */
async function keyIdentifier(publicKey: Uint8Array): Promise<Bytes> {
  const fields = new DerFields(parseDer(publicKey));
  fields.take(TAGS.SEQUENCE);
  const { bytes } = readBitString(fields.take(TAGS.BIT_STRING));
  return (await digest('SHA-256', bytes)).slice(0, 20);
}

function statusExtensions({ status }: Authority, profile: CertificateProfile): readonly ExtensionParts[] {
  const { ocspUrl, crlUrl } = profile === 'event' ? {} : (status ?? {});
  if (ocspUrl === undefined && crlUrl === undefined) return [{ oid: OIDS.noRevAvail, critical: false, value: encodeNull() }];
  const uri = (url: string): Bytes => encodeContext(6, encodeLatin1(url), { constructed: false });
  const access = (url: string): Bytes => encodeSequence(encodeSequence(encodeOid(OIDS.ocsp), uri(url)));
  const point = (url: string): Bytes => {
    const fullName = encodeContext(0, encodeContext(0, uri(url), { constructed: true }), { constructed: true });
    return encodeSequence(encodeSequence(fullName));
  };
  return [
    ...(ocspUrl === undefined ? [] : [{ oid: OIDS.authorityInfoAccess, critical: false, value: access(ocspUrl) }]),
    ...(crlUrl === undefined ? [] : [{ oid: OIDS.crlDistributionPoints, critical: false, value: point(crlUrl) }]),
  ];
}
