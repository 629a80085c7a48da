import { type Bytes, BytesError, type CallOptions, decodeBase64, encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import type { CertificateIssuer, CertificateOrder, Clock, HttpClient, HttpResponse, IssueOutcome } from '@sealkit/core/ports';
import { parseCertsOnly, X509Error } from '@sealkit/core/x509';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import { systemClock } from '../../system-clock.ts';
import { readCertificationRequest } from '../request/certification-request.ts';
import { issuedTo, orderedPublicKey } from './issued-certificates.ts';
import { IssuerError } from './issuer-error.ts';
import { issuerFailure, pollAfter, sendToIssuer, withoutLines } from './issuer-http.ts';

export interface EstIssuerOptions {
  /** Address of the server without the well-known part, `https://ca.example`. */
  readonly url: string;
  /** Label of one authority among several (§3.2.2). */
  readonly label?: string;
  readonly http: HttpClient;
  /** User name and password for HTTP Basic (§3.2.3), asked for each request and kept nowhere. */
  readonly credentials: (call?: CallOptions) => Promise<{ readonly user: string; readonly password: string }>;
  /** The operation for an order: `simplereenroll` where a certificate of the same subject is renewed; `simpleenroll` by default. */
  readonly operation?: (order: CertificateOrder) => 'simpleenroll' | 'simplereenroll';
  readonly clock?: Clock;
}

/**
 * Certificates from a server of Enrolment over Secure Transport. The path comes from `/cacerts`; what anchors are trusted is the host's
 * own matter. The server decides by its own rules what it puts into a certificate; the request carries the subject. A digest of content
 * is not transported.
 *
 * @see RFC 7030 §4.1, §4.2
 */
export function createEstIssuer(options: EstIssuerOptions): CertificateIssuer {
  const { label, http, clock = systemClock } = options;
  if (label !== undefined && !/^[A-Za-z0-9._-]+$/.test(label)) throw new TypeError('label: expected a segment of a path');
  const base = `${assertServiceUrl(options.url)}/.well-known/est${label === undefined ? '' : `/${label}`}`;
  const name = 'est';
  const authorities = async (call?: CallOptions): Promise<readonly Bytes[]> => {
    const answer = await sendToIssuer(http, name, { url: `${base}/cacerts`, method: 'GET', accept: 'application/pkcs7-mime' }, call);
    if (answer.status !== 200) throw issuerFailure(name, answer.status);
    return certificatesIn(name, answer);
  };
  return {
    name,
    async issue(order, call) {
      call?.signal?.throwIfAborted();
      const request = requestOf(order);
      if (request === undefined) return { status: 'refused', code: 'REQUEST_MISSING' };
      await readCertificationRequest(request);
      const operation = options.operation?.(order) ?? 'simpleenroll';
      const answer = await sendToIssuer(
        http,
        name,
        {
          url: `${base}/${operation}`,
          method: 'POST',
          headers: { Authorization: basic(await options.credentials(call)), 'Content-Transfer-Encoding': 'base64' },
          contentType: 'application/pkcs10',
          accept: 'application/pkcs7-mime',
          body: encodeUtf8(encodeBase64(request)),
        },
        call,
      );
      // §4.2.3: the same request is sent again after the time that the server names.
      if (answer.status === 202) return { status: 'pending', resume: encodeBase64(request), pollAfterMs: pollAfter(answer, clock.now()) };
      if (answer.status === 400 || answer.status === 404) return { status: 'refused', code: 'REQUEST_REFUSED' };
      if (answer.status !== 200) throw issuerFailure(name, answer.status);
      return enrolled(order, [...certificatesIn(name, answer), ...(await authorities(call))]);
    },
  };
}

async function enrolled(order: CertificateOrder, certificates: readonly Bytes[]): Promise<IssueOutcome> {
  return issuedTo(await orderedPublicKey(order), certificates);
}

/** The request of an order; of a pending one the very octets that were sent first. */
function requestOf({ key, resume }: CertificateOrder): Bytes | undefined {
  const request = key.certificationRequest;
  if (request !== undefined && resume !== undefined && resume !== encodeBase64(request))
    throw new IssuerError('ISSUER_RESUME_UNKNOWN', 'expected the place that a pending answer to this order gave');
  return request;
}

function basic({ user, password }: { readonly user: string; readonly password: string }): string {
  if (user.includes(':')) throw new TypeError('user: expected a name without a colon (RFC 7617 §2)');
  return `Basic ${encodeBase64(encodeUtf8(`${user}:${password}`))}`;
}

/** A certs-only message in base64 (§4.1.3, §4.2.3). */
function certificatesIn(name: string, answer: HttpResponse): readonly Bytes[] {
  if (answer.contentType !== 'application/pkcs7-mime')
    throw new IssuerError('ISSUER_ANSWER_MALFORMED', `${name}: expected application/pkcs7-mime`);
  try {
    return parseCertsOnly(decodeBase64(withoutLines(answer.body)));
  } catch (error) {
    if (error instanceof X509Error || error instanceof BytesError)
      throw new IssuerError('ISSUER_ANSWER_MALFORMED', `${name}: expected a certs-only message in base64`);
    throw error;
  }
}
