import { type Bytes, type CallOptions, equalBytes } from '../../bytes/index.ts';
import { type HttpClient, type HttpRequest, PortError, type RevocationQuery, type RevocationSource } from '../../ports/index.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { distributionPointUrls } from '../distribution-points.ts';
import { X509Error } from '../x509-error.ts';
import { MAX_CRL_LENGTH } from './crl.ts';
import { encodeOcspRequest } from './ocsp-request.ts';
import { OCSP_LIMITS, type OcspResponse, parseOcspResponse } from './ocsp-response.ts';
import { readPublishedCertificates, readPublishedCrl, sightOf } from './published-files.ts';

/** Services that the caller names; they are asked before those that certificates name. */
export interface ConfiguredRevocationServices {
  /** DER of the authority's certificate whose certificates they serve; those of every authority when absent. */
  readonly issuer?: Uint8Array;
  readonly ocspUrls?: readonly string[];
  readonly crlUrls?: readonly string[];
}

export interface HttpRevocationSourceOptions {
  readonly http: HttpClient;
  readonly configured?: readonly ConfiguredRevocationServices[];
  /** Octets of a fresh nonce for each OCSP request; none by default, since most responders answer from a store (RFC 5019 §4). */
  readonly nonce?: () => Uint8Array;
  /** Of the CertID in OCSP requests; SHA-1 by default. */
  readonly hash?: 'SHA-1' | 'SHA-256';
}

const PORT = 'revocation';
const MAX_CERTIFICATES_LENGTH = 1024 * 1024;
/** URLs of one kind that are asked for one certificate. */
const MAX_URLS = 8;

interface Service {
  readonly url: string;
  readonly origin: HttpRequest['origin'];
}

/**
 * OCSP, CRLs and issuers' certificates over HTTP, from where the caller or the certificates say. URLs of other schemes are
 * passed over. What comes back is readable, and is verified by whoever uses it.
 *
 * @throws `PortError` of port `revocation`: `REVOCATION_UNREACHABLE`, `REVOCATION_HTTP_STATUS`,
 * `REVOCATION_ANSWER_MALFORMED`, `REVOCATION_REFUSED`, `REVOCATION_NONCE_DIFFERS`, where no service of several answered;
 * X509Error for a certificate that is malformed.
 * @see RFC 6960 appendix A, RFC 5280 §4.2.1.13, §4.2.2.1
 */
export function httpRevocationSource(options: HttpRevocationSourceOptions): RevocationSource {
  return {
    fetchOcsp: async (query, call) => {
      const services = [...configured(options, query, 'ocspUrls'), ...named(parseCertificate(query.certificate).ocspUrls)];
      return firstAnswer(services, (service) => askOcsp(options, query, service, call));
    },
    fetchCrls: async (query, call) => fetchCrls(options, query, call),
    fetchIssuers: async (certificate, call) => {
      const services = named(parseCertificate(certificate).caIssuersUrls);
      return (await firstAnswer(services, (service) => getCertificates(options.http, service, call))) ?? [];
    },
  };
}

/** One CRL of each distribution point; the URLs of a point lead to the same one (RFC 5280 §4.2.1.13). */
async function fetchCrls(options: HttpRevocationSourceOptions, query: RevocationQuery, call?: CallOptions): Promise<readonly Bytes[]> {
  const certificate = parseCertificate(query.certificate);
  const places = [
    ...configured(options, query, 'crlUrls').map((service) => [service]),
    ...certificate.distributionPoints.map((point) => named(distributionPointUrls(point))),
  ].filter((place) => place.length > 0);
  const crls: Bytes[] = [];
  const failures: unknown[] = [];
  for (const place of places.slice(0, MAX_URLS)) {
    try {
      const crl = await firstAnswer(place, (service) => getCrl(options.http, service, call));
      if (crl !== undefined && !crls.some((known) => equalBytes(known, crl))) crls.push(crl);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      failures.push(error);
    }
  }
  if (crls.length === 0 && failures.length > 0) throw failures[0];
  return crls;
}

/** The first service that answers; the error of the first where none does, to be repeated if any may yet answer. */
async function firstAnswer<T>(services: readonly Service[], ask: (service: Service) => Promise<T>): Promise<T | undefined> {
  const failures: PortError[] = [];
  for (const service of services.slice(0, MAX_URLS)) {
    try {
      return await ask(service);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first === undefined) return undefined;
  if (first.retryable || !failures.some(({ retryable }) => retryable)) throw first;
  throw new PortError(PORT, first.code, first.message, { retryable: true, cause: first });
}

async function askOcsp(options: HttpRevocationSourceOptions, query: RevocationQuery, service: Service, call?: CallOptions): Promise<Bytes> {
  const nonce = options.nonce?.();
  const body = await encodeOcspRequest({
    ...query,
    ...(nonce === undefined ? {} : { nonce }),
    ...(options.hash === undefined ? {} : { hash: options.hash }),
  });
  const octets = await send(options.http, call, {
    ...service,
    purpose: 'ocsp',
    method: 'POST',
    contentType: 'application/ocsp-request',
    accept: 'application/ocsp-response',
    body,
    maxLength: OCSP_LIMITS.length,
  });
  const response = readAnswer(service.url, () => readOcsp(octets));
  if (response.status !== 'successful')
    throw failure(
      'REVOCATION_REFUSED',
      `${service.url}: the responder answered ${response.status}`,
      response.status === 'tryLater' || response.status === 'internalError',
    );
  // A responder may leave the nonce out; another one than asked for is an answer to somebody else.
  const answered = response.basic?.nonce;
  if (nonce !== undefined && answered !== undefined && !equalBytes(nonce, answered))
    throw failure('REVOCATION_NONCE_DIFFERS', `${service.url}: expected the nonce of the request`, false);
  return response.raw;
}

function readOcsp(octets: Bytes): OcspResponse {
  if (octets[0] !== 0x30) throw new X509Error('X509_OCSP_MALFORMED', `expected an OCSP response, got ${sightOf(octets)}`);
  return parseOcspResponse(octets);
}

async function getCrl(http: HttpClient, service: Service, call?: CallOptions): Promise<Bytes> {
  const octets = await send(http, call, {
    ...service,
    purpose: 'crl',
    method: 'GET',
    accept: 'application/pkix-crl',
    maxLength: MAX_CRL_LENGTH,
  });
  return readAnswer(service.url, () => readPublishedCrl(octets));
}

async function getCertificates(http: HttpClient, service: Service, call?: CallOptions): Promise<readonly Bytes[]> {
  const octets = await send(http, call, {
    ...service,
    purpose: 'certificate',
    method: 'GET',
    accept: 'application/pkix-cert, application/pkcs7-mime',
    maxLength: MAX_CERTIFICATES_LENGTH,
  });
  return readAnswer(service.url, () => readPublishedCertificates(octets));
}

async function send(http: HttpClient, call: CallOptions | undefined, request: HttpRequest): Promise<Bytes> {
  const { url } = request;
  let answer;
  try {
    answer = await http.send(request, call);
  } catch (cause) {
    if (!(cause instanceof PortError)) throw cause;
    throw failure('REVOCATION_UNREACHABLE', `${url}: ${cause.message}`, cause.retryable, cause);
  }
  if (answer.status !== 200)
    throw failure(
      'REVOCATION_HTTP_STATUS',
      `${url}: expected status 200, got ${answer.status}`,
      answer.status >= 500 || answer.status === 429 || answer.status === 408,
    );
  // The limit binds whatever the client made of it.
  if (answer.body.length > request.maxLength)
    throw failure('REVOCATION_ANSWER_MALFORMED', `${url}: expected at most ${request.maxLength} octets, got ${answer.body.length}`, false);
  return answer.body;
}

function readAnswer<T>(url: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof X509Error) throw failure('REVOCATION_ANSWER_MALFORMED', `${url}: ${cause.message}`, false, cause);
    throw cause;
  }
}

function configured(options: HttpRevocationSourceOptions, query: RevocationQuery, kind: 'ocspUrls' | 'crlUrls'): readonly Service[] {
  return (options.configured ?? [])
    .filter(({ issuer }) => issuer === undefined || servesIssuer(issuer, query.issuer))
    .flatMap((services) => services[kind] ?? [])
    .map((url) => ({ url, origin: 'configured' }));
}

/** The same authority: its key, whatever certificate carries it. */
function servesIssuer(configuredIssuer: Uint8Array, issuer: Uint8Array): boolean {
  const [left, right]: readonly Certificate[] = [parseCertificate(configuredIssuer), parseCertificate(issuer)];
  return left !== undefined && right !== undefined && equalBytes(left.spki, right.spki);
}

function named(urls: readonly string[]): readonly Service[] {
  return urls.filter((url) => /^https?:\/\//i.test(url)).map((url) => ({ url, origin: 'certificate' }));
}

function failure(code: string, message: string, retryable: boolean, cause?: unknown): PortError {
  return new PortError(PORT, code, message, cause === undefined ? { retryable } : { retryable, cause });
}
