import { type Bytes, BytesError, type CallOptions, decodeBase64, decodeUtf8, encodeUtf8 } from '@sealkit/core/bytes';
import type { CertificateIssuer, CertificateOrder, CertificateProfile, HttpClient, HttpResponse } from '@sealkit/core/ports';
import { encodePem } from '@sealkit/core/x509';
import { z } from 'zod';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import { readCertificationRequest } from '../request/certification-request.ts';
import { issuedTo } from './issued-certificates.ts';
import { IssuerError } from './issuer-error.ts';
import { issuerFailure, sendToIssuer } from './issuer-http.ts';

/** Names in EJBCA that say how a certificate is made. */
export interface EjbcaProfile {
  readonly certificateProfile: string;
  readonly endEntityProfile: string;
  readonly certificateAuthority: string;
}

export interface EjbcaIssuerOptions {
  /** Address of the server, `https://ca.example`. */
  readonly url: string;
  readonly http: HttpClient;
  readonly profiles: Partial<Readonly<Record<CertificateProfile, EjbcaProfile>>>;
  /** The end entity that an order is for: its name in EJBCA and its enrolment code. */
  readonly endEntity: (order: CertificateOrder, call?: CallOptions) => Promise<{ readonly username: string; readonly password: string }>;
  /** What lets us in, a bearer token for instance. Client certificates are the matter of a proxy in front. */
  readonly headers?: (call?: CallOptions) => Promise<Readonly<Record<string, string>>>;
}

/** `CertificateRestResponse` of EJBCA, as far as it is read. */
const ANSWER = z.object({
  certificate: z.string(),
  response_format: z.string().optional(),
  certificate_chain: z.array(z.string()).nullish(),
});
const PATH = '/ejbca/ejbca-rest-api/v1/certificate/pkcs10enroll';

/**
 * Certificates from EJBCA by its REST interface, `POST /v1/certificate/pkcs10enroll`. Written against the published interface and tested
 * against a fake that checks requests by it, never against EJBCA itself. A digest of content is not transported. An end entity whose
 * enrolment waits for approval in EJBCA (202) is asked for again with the same code.
 */
export function createEjbcaIssuer(options: EjbcaIssuerOptions): CertificateIssuer {
  const url = `${assertServiceUrl(options.url)}${PATH}`;
  const name = 'ejbca';
  return {
    name,
    async issue(order, call) {
      call?.signal?.throwIfAborted();
      const profile = options.profiles[order.profile];
      if (profile === undefined) return { status: 'refused', code: 'PROFILE_UNKNOWN' };
      const { certificationRequest } = order.key;
      if (certificationRequest === undefined) return { status: 'refused', code: 'REQUEST_MISSING' };
      if (order.resume !== undefined && order.resume !== order.orderId)
        throw new IssuerError('ISSUER_RESUME_UNKNOWN', 'expected the place that a pending answer to this order gave');
      const { publicKey } = await readCertificationRequest(certificationRequest);
      const { username, password } = await options.endEntity(order, call);
      const answer = await sendToIssuer(
        options.http,
        name,
        {
          url,
          method: 'POST',
          headers: (await options.headers?.(call)) ?? {},
          contentType: 'application/json',
          accept: 'application/json',
          body: encodeUtf8(
            JSON.stringify({
              certificate_request: encodePem('CERTIFICATE REQUEST', certificationRequest),
              certificate_profile_name: profile.certificateProfile,
              end_entity_profile_name: profile.endEntityProfile,
              certificate_authority_name: profile.certificateAuthority,
              username,
              password,
              include_chain: true,
              response_format: 'DER',
            }),
          ),
        },
        call,
      );
      if (answer.status === 202) return { status: 'pending', resume: order.orderId, pollAfterMs: 60_000 };
      if (answer.status === 400 || answer.status === 404 || answer.status === 422) return { status: 'refused', code: 'REQUEST_REFUSED' };
      if (answer.status !== 200 && answer.status !== 201) throw issuerFailure(name, answer.status);
      return issuedTo(publicKey, certificatesIn(name, answer));
    },
  };
}

function certificatesIn(name: string, { body }: HttpResponse): readonly Bytes[] {
  try {
    const { certificate, certificate_chain: chain } = ANSWER.parse(JSON.parse(decodeUtf8(body)));
    return [certificate, ...(chain ?? [])].map(decodeBase64);
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof BytesError)
      throw new IssuerError('ISSUER_ANSWER_MALFORMED', `${name}: expected certificates as the interface has them`);
    throw error;
  }
}
