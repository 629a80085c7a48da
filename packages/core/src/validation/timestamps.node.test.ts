import { judgesPresent, levelServices, type ServedPki, servePki } from '@sealkit/testkit/node';
import { pagesPdf, smallPdf } from '../../test/pades/small-pdf.ts';
import { OIDS } from '../asn1/index.ts';
import { type Bytes, concatBytes, encodeUtf8, memorySource } from '../bytes/index.ts';
import {
  type BaselineLevel,
  obtainTimestamp,
  type ObtainTimestampOptions,
  signatureTimestampAttribute,
  signatureTimestampImprint,
} from '../cades/index.ts';
import { encodeAttribute } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import { addDocumentTimestamp, completeSignature, prepareSignature, signDocument } from '../pades/index.ts';
import type { Signer } from '../ports/index.ts';
import { type SignatureReport, validateDocument, VALIDATION_POLICIES } from './index.ts';

const title = 'time-stamps in and over a signature, of an authority that is not ours';
const ORIGINAL = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;
const ACT = { places: [], face: null, invisibleField: { kind: 'new', name: 'A' } } as const;
const CHECK = 'time.signature-time-stamps';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  beforeAll(async () => (pki = await servePki()), 60_000);
  afterAll(() => pki.stop());

  const timestamps = (): ObtainTimestampOptions => levelServices(pki).timestamps;
  const signer = (): Signer => pki.signer('rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' });

  async function signedAt(level: BaselineLevel): Promise<Bytes> {
    const services = levelServices(pki);
    const { appended } = await signDocument(memorySource(ORIGINAL), { act: ACT, signer: signer(), time: new Date(), level, ...services });
    return concatBytes(ORIGINAL, appended);
  }

  /** A signature whose unsigned attributes hold what `attribute` makes of its value. */
  async function signedWith(attribute: (value: Uint8Array) => Promise<Uint8Array>): Promise<Bytes> {
    const key = signer();
    const { certificates, algorithm } = key;
    const options = { act: ACT, signerCertificates: certificates, signatureAlgorithm: algorithm, digestAlgorithm: algorithm.digest };
    const prepared = await prepareSignature(memorySource(ORIGINAL), { ...options, time: new Date(), reserve: 1_000_000 });
    const dtbs = Uint8Array.from(atob(prepared.dataToBeSigned), (unit) => unit.charCodeAt(0));
    const value = await key.sign({ dtbs, digest: await digest(algorithm.digest, dtbs) });
    const { appended } = await completeSignature(prepared, value, { unsignedAttributes: async (own) => [await attribute(own)] });
    return concatBytes(ORIGINAL, appended);
  }

  async function tokenOver(value: Uint8Array): Promise<Bytes> {
    return (await obtainTimestamp(await signatureTimestampImprint(value, 'SHA-256'), timestamps())).token;
  }

  async function report(document: Bytes, trusted = true): Promise<SignatureReport> {
    const { signatures } = await validateDocument(memorySource(document), {
      policy: VALIDATION_POLICIES.basic,
      validationTime: new Date(),
      trust: {
        signers: pki.certificates('certs/root.pem'),
        timestampAuthorities: trusted ? pki.certificates('certs/tsa-root.pem') : [],
        sealMakers: [],
        registers: [],
      },
    });
    const found = signatures.find(({ kind }) => kind === 'signature');
    if (found === undefined) throw new TypeError('expected a signature');
    expect(found.indication).to.equal('TOTAL-PASSED');
    expect(found.integrity).to.equal('intact');
    return found;
  }

  const told = ({ baselineLevel, bestSignatureTimeSource, checks }: SignatureReport): readonly unknown[] => {
    const { status, reason } = checks.find(({ id }) => id === CHECK) ?? {};
    return [baselineLevel, bestSignatureTimeSource, status, reason];
  };

  it('prove when it was signed, by a token in it or a document time-stamp over it, and the level follows', async () => {
    expect(told(await report(await signedAt('B-B')))).to.deep.equal(['B-B', 'validation-time', 'not-applicable', 'NO_TIMESTAMP']);
    const before = Math.floor(Date.now() / 1000) * 1000;
    const stamped = await report(await signedAt('B-T'));
    expect(told(stamped)).to.deep.equal(['B-T', 'time-stamp', 'passed', undefined]);
    expect(Date.parse(stamped.bestSignatureTime)).to.be.within(before, Date.now());
    expect(told(await report(await signedAt('B-LTA')))).to.deep.equal(['B-LTA', 'time-stamp', 'passed', undefined]);
    const plain = await signedAt('B-B');
    const { appended } = await addDocumentTimestamp(memorySource(plain), { timestamps: timestamps() });
    expect(told(await report(concatBytes(plain, appended)))).to.deep.equal(['B-T', 'time-stamp', 'not-applicable', 'NO_TIMESTAMP']);
  });

  it('prove nothing when nobody trusts the authority', async () => {
    expect(told(await report(await signedAt('B-T'), false))).to.deep.equal([
      'B-B',
      'validation-time',
      'indeterminate',
      'TIMESTAMP_AUTHORITY_NOT_TRUSTED',
    ]);
  });

  it('cost no more by the thousand: those behind the hundredth are not looked at', async () => {
    const many = await signedWith(async (value) => {
      const token = await tokenOver(value);
      return encodeAttribute(OIDS.timeStampToken, ...Array.from({ length: 101 }, () => token));
    });
    const found = await report(many);
    expect(told(found)).to.deep.equal(['B-T', 'time-stamp', 'failed', 'TIMESTAMP_UNREADABLE']);
    const { timestamps } = found.checks.find(({ id }) => id === CHECK)?.values ?? {};
    const statuses = (timestamps as readonly { readonly status: string }[]).map(({ status }) => status);
    expect([statuses.filter((status) => status === 'passed').length, statuses.at(-1)]).to.deep.equal([100, 'failed']);
  });

  it('prove nothing when they are over something else, forged, or no tokens', async () => {
    const exchanged = await signedWith(async () => signatureTimestampAttribute(await tokenOver(encodeUtf8('another value'))));
    expect(told(await report(exchanged))).to.deep.equal(['B-B', 'validation-time', 'failed', 'TIMESTAMP_OVER_SOMETHING_ELSE']);
    const forged = await signedWith(async (value) => {
      const token = await tokenOver(value);
      return signatureTimestampAttribute(token.with(token.length - 1, (token.at(-1) ?? 0) ^ 1));
    });
    expect(told(await report(forged))).to.deep.equal(['B-B', 'validation-time', 'failed', 'TIMESTAMP_NOT_GENUINE']);
    const genuine = await signedWith(async (value) => signatureTimestampAttribute(await tokenOver(value)));
    expect(told(await report(genuine))).to.deep.equal(['B-T', 'time-stamp', 'passed', undefined]);
    const none = await signedWith(() => Promise.resolve(signatureTimestampAttribute(Uint8Array.of(0x30, 0))));
    expect(told(await report(none))).to.deep.equal(['B-B', 'validation-time', 'failed', 'TIMESTAMP_UNREADABLE']);
  });
});
