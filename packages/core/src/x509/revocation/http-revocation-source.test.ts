import {
  crlDistributionPointsExtension,
  issueCertificate,
  makeCrl,
  makeOcspResponse,
  serviceExtension,
  testPki,
  TEST_TIME,
  type TestIdentity,
  type TestPki,
} from '@sealkit/testkit';
import { encodeContext, encodeEnumerated, encodeInteger, encodeOid, encodeSequence, encodeSet, OIDS } from '../../asn1/index.ts';
import { type Bytes, concatBytes, encodeUtf8 } from '../../bytes/index.ts';
import { type HttpClient, type HttpRequest, PortError } from '../../ports/index.ts';
import { encodePem } from '../pem.ts';
import { httpRevocationSource } from './http-revocation-source.ts';

const VALIDITY = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2044-12-31T23:59:59Z') };
const OCSP = 'http://ocsp.test/';
const CRL = 'http://crl.test/a.crl';
const CA = 'http://ca.test/ca.p7c';

let pki: TestPki;
let leaf: TestIdentity;
let ocsp: Bytes;
let crl: Bytes;
beforeAll(async () => {
  pki = await testPki();
  leaf = await issueCertificate({
    key: 'p256',
    commonName: 'Leaf',
    serialNumber: '60',
    ...VALIDITY,
    issuer: pki.intermediate,
    extensions: [
      serviceExtension({ ocsp: ['ldap://passed.over/', OCSP], caIssuers: [CA] }),
      crlDistributionPointsExtension('http://crl.test/dead.crl', CRL),
    ],
  });
  const query = { certificate: leaf.certificate, issuer: pki.intermediate.certificate };
  ocsp = await makeOcspResponse({ responder: pki.intermediate, ...query, status: 'good', thisUpdate: TEST_TIME });
  crl = await makeCrl({ issuer: pki.intermediate, thisUpdate: TEST_TIME });
});

const queryOf = (): { readonly certificate: Bytes; readonly issuer: Bytes } => ({
  certificate: leaf.certificate,
  issuer: pki.intermediate.certificate,
});

/** Answers by URL; what it has no answer for is not reached. */
function served(answers: Readonly<Record<string, Bytes | number>>): HttpClient & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    send: (request) => {
      requests.push(request);
      const answer = answers[request.url];
      if (answer === undefined) return Promise.reject(new PortError('http', 'HTTP_UNREACHABLE', 'no route', { retryable: true }));
      const [status, body] = typeof answer === 'number' ? [answer, new Uint8Array()] : [200, answer];
      return Promise.resolve({ status, contentType: '', body });
    },
  };
}

async function failureOf(work: Promise<unknown>): Promise<readonly unknown[]> {
  const error = await work.then(() => undefined).catch((caught: unknown) => caught);
  return error instanceof PortError ? [error.port, error.code, error.retryable] : [error];
}

describe('revocation source over HTTP', () => {
  it('asks responders by POST, and says that a certificate named them', async () => {
    const http = served({ [OCSP]: ocsp });
    expect(await httpRevocationSource({ http }).fetchOcsp(queryOf())).to.deep.equal(ocsp);
    expect(
      http.requests.map(({ method, origin, purpose, contentType, maxLength }) => [method, origin, purpose, contentType, maxLength]),
    ).to.deep.equal([['POST', 'certificate', 'ocsp', 'application/ocsp-request', 64 * 1024]]);
  });

  it('asks what the caller names first, for the authority that it serves', async () => {
    const http = served({ [OCSP]: ocsp, 'https://own.test/': ocsp, 'https://other.test/': ocsp });
    const configured = [
      { issuer: pki.strangerRoot.certificate, ocspUrls: ['https://other.test/'] },
      { issuer: pki.intermediate.certificate, ocspUrls: ['https://own.test/'] },
    ];
    await httpRevocationSource({ http, configured }).fetchOcsp(queryOf());
    expect(http.requests.map(({ url, origin }) => [url, origin])).to.deep.equal([['https://own.test/', 'configured']]);
  });

  it('knows nothing where the certificate names nothing', async () => {
    const source = httpRevocationSource({ http: served({}) });
    const query = { certificate: pki.signers.p256.certificate, issuer: pki.intermediate.certificate };
    expect([await source.fetchOcsp(query), await source.fetchCrls(query), await source.fetchIssuers(query.certificate)]).to.deep.equal([
      undefined,
      [],
      [],
    ]);
  });

  it('tells what may be repeated from what may not', async () => {
    const ask = (answer: Bytes | number | undefined): Promise<readonly unknown[]> =>
      failureOf(httpRevocationSource({ http: served(answer === undefined ? {} : { [OCSP]: answer }) }).fetchOcsp(queryOf()));
    const status = (number: number): Bytes => encodeSequence(encodeEnumerated(number));
    expect(await ask(undefined)).to.deep.equal(['revocation', 'REVOCATION_UNREACHABLE', true]);
    expect(await ask(503)).to.deep.equal(['revocation', 'REVOCATION_HTTP_STATUS', true]);
    expect(await ask(404)).to.deep.equal(['revocation', 'REVOCATION_HTTP_STATUS', false]);
    expect(await ask(status(3))).to.deep.equal(['revocation', 'REVOCATION_REFUSED', true]);
    expect(await ask(status(6))).to.deep.equal(['revocation', 'REVOCATION_REFUSED', false]);
    expect(await ask(encodeUtf8('<html>login</html>'))).to.deep.equal(['revocation', 'REVOCATION_ANSWER_MALFORMED', false]);
    expect(await ask(new Uint8Array(64 * 1024 + 1))).to.deep.equal(['revocation', 'REVOCATION_ANSWER_MALFORMED', false]);
  });

  it('refuses an answer to somebody else’s nonce, and takes one without', async () => {
    const nonce = (): Uint8Array => Uint8Array.of(1, 2, 3, 4);
    const other = await makeOcspResponse({
      responder: pki.intermediate,
      ...queryOf(),
      status: 'good',
      thisUpdate: TEST_TIME,
      nonce: Uint8Array.of(9),
    });
    const ask = (answer: Bytes): Promise<unknown> => httpRevocationSource({ http: served({ [OCSP]: answer }), nonce }).fetchOcsp(queryOf());
    expect(await failureOf(ask(other))).to.deep.equal(['revocation', 'REVOCATION_NONCE_DIFFERS', false]);
    expect(await ask(ocsp)).to.deep.equal(ocsp);
  });

  it('fetches CRLs in DER and PEM from the points that answer', async () => {
    const fetch = (answer: Bytes): Promise<readonly Bytes[]> =>
      httpRevocationSource({ http: served({ [CRL]: answer }) }).fetchCrls(queryOf());
    expect(await fetch(crl)).to.deep.equal([crl]);
    expect(await fetch(encodeUtf8(encodePem('X509 CRL', crl)))).to.deep.equal([crl]);
    expect(await failureOf(fetch(encodeUtf8('<!DOCTYPE html>')))).to.deep.equal(['revocation', 'REVOCATION_UNREACHABLE', true]);
  });

  it('fetches issuers in DER, PEM and certs-only messages', async () => {
    const { certificate } = pki.intermediate;
    const fetch = (answer: Bytes): Promise<readonly Bytes[]> =>
      httpRevocationSource({ http: served({ [CA]: answer }) }).fetchIssuers(leaf.certificate);
    expect(await fetch(certificate)).to.deep.equal([certificate]);
    expect(await fetch(encodeUtf8(encodePem('CERTIFICATE', certificate)))).to.deep.equal([certificate]);
    const message = certsOnly(certificate, pki.root.certificate);
    expect(await fetch(message)).to.deep.equal([certificate, pki.root.certificate]);
    expect(await fetch(encodeUtf8(encodePem('PKCS7', message)))).to.deep.equal([certificate, pki.root.certificate]);
    for (const cut of [1, 20, message.length - 1])
      expect(await failureOf(fetch(message.slice(0, cut)))).to.deep.equal(['revocation', 'REVOCATION_ANSWER_MALFORMED', false]);
  });
});

function certsOnly(...certificates: readonly Bytes[]): Bytes {
  const signedData = encodeSequence(
    encodeInteger(1),
    encodeSet(),
    encodeSequence(encodeOid(OIDS.data)),
    encodeContext(0, concatBytes(...certificates), { constructed: true }),
    encodeSet(),
  );
  return encodeSequence(encodeOid(OIDS.signedData), encodeContext(0, signedData, { constructed: true }));
}
