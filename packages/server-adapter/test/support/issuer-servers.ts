import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { encodeContext, encodeInteger, encodeOid, encodeSequence, encodeSet, OIDS } from '@sealkit/core/asn1';
import { type Bytes, concatBytes, decodeBase64, encodeBase64 } from '@sealkit/core/bytes';
import { parsePem } from '@sealkit/core/x509';
import { z } from 'zod';
import { createTestAuthority, IssuerError, readCertificationRequest } from '../../src/index.ts';

export const PASSWORD = 'planted-issuer-password';
const clock = { now: () => new Date() };

/** A server that issues certificates by its own rules: an approval may be needed first, and it may misbehave. */
export interface IssuerServer {
  readonly url: string;
  readonly anchor: Bytes;
  /** What it does with the next requests. */
  readonly rules: { waits: boolean; status?: number; spoil?: 'other-key' | 'no-serial-number' | 'no-base64' | 'wrong-type' };
  /** Paths that were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

type Rules = IssuerServer['rules'];
type Answer = {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** EST (RFC 7030) in the measure of its client: `/cacerts`, `/simpleenroll` and `/simplereenroll` with HTTP Basic. */
export async function startEstServer(): Promise<IssuerServer> {
  const { certificate: anchor } = await authority;
  return serve(anchor, async (request, body, rules) => {
    const { method, url = '', headers } = request;
    const path = url.replace('/.well-known/est/label', '');
    if (path === '/cacerts' && method === 'GET') return certsOnly([anchor], rules);
    if (method !== 'POST' || (path !== '/simpleenroll' && path !== '/simplereenroll')) return { status: 404 };
    if (headers.authorization !== `Basic ${Buffer.from(`ra:${PASSWORD}`).toString('base64')}`) return { status: 401 };
    if (headers['content-type'] !== 'application/pkcs10') return { status: 400 };
    if (rules.status !== undefined) return { status: rules.status, body: `no: ${headers.authorization}` };
    if (rules.waits) return { status: 202, headers: { 'Retry-After': '7' } };
    const certificate = await certify(decodeBase64(body), rules);
    return certificate === undefined ? { status: 400 } : certsOnly([certificate], rules);
  });
}

/** `EnrollCertificateRestRequest` of EJBCA, and nothing that it does not have. */
const EJBCA_REQUEST = z.strictObject({
  certificate_request: z.string(),
  certificate_profile_name: z.literal('SealCertificate'),
  end_entity_profile_name: z.literal('SealEntity'),
  certificate_authority_name: z.literal('SealCA'),
  username: z.literal('seal-entity'),
  password: z.string(),
  include_chain: z.boolean(),
  response_format: z.enum(['DER', 'PKCS7']),
});

/** A fake of EJBCA that checks requests by its published interface. */
export async function startEjbcaFake(): Promise<IssuerServer> {
  const { certificate: anchor } = await authority;
  const fault = (status: number, message: string): Answer => ({
    status,
    type: 'application/json',
    body: JSON.stringify({ error_code: status, error_message: message }),
  });
  return serve(anchor, async ({ method, url, headers }, body, rules) => {
    if (method !== 'POST' || url !== '/ejbca/ejbca-rest-api/v1/certificate/pkcs10enroll') return fault(404, 'no such resource');
    if (headers.authorization !== 'Bearer token-7') return fault(403, 'not allowed');
    const request = EJBCA_REQUEST.safeParse(JSON.parse(body));
    if (!request.success || headers['content-type'] !== 'application/json') return fault(400, 'malformed');
    const { password, certificate_request: pem } = request.data;
    if (password !== PASSWORD) return fault(400, `wrong enrolment code ${password}`);
    if (rules.status !== undefined) return fault(rules.status, `no: ${password}`);
    if (rules.waits) return fault(202, 'waiting for approval');
    const [block] = parsePem(pem);
    const certificate = block?.label === 'CERTIFICATE REQUEST' ? await certify(block.der, rules) : undefined;
    if (certificate === undefined) return fault(422, 'refused');
    const encode = (der: Uint8Array): string => (rules.spoil === 'no-base64' ? '%%%' : encodeBase64(der));
    const answer = { certificate: encode(certificate), serial_number: '7', response_format: 'DER', certificate_chain: [encode(anchor)] };
    return { status: 201, type: 'application/json', body: JSON.stringify(answer) };
  });
}

const authority = createTestAuthority({ clock });

/** Names the subject of the request, as servers do by their profiles; undefined for a request that is none. */
async function certify(request: Uint8Array, { spoil }: Rules): Promise<Bytes | undefined> {
  const { issuer } = await authority;
  const read = await readCertificationRequest(request).catch((error: unknown) => {
    if (error instanceof IssuerError) return undefined;
    throw error;
  });
  if (read === undefined) return undefined;
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
  const otherKey = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const { commonName = '', organization, organizationIdentifier, country } = read.subject;
  const named = read.subject.relativeNames.flat().find(({ type }) => type === OIDS.serialNumber)?.text;
  const serialNumber = spoil === 'no-serial-number' ? undefined : named;
  const outcome = await issuer.issue({
    orderId: '1',
    key: { publicKey: spoil === 'other-key' ? otherKey : read.publicKey },
    subject: {
      commonName,
      ...(serialNumber === undefined ? {} : { serialNumber }),
      ...(country === undefined ? {} : { country }),
      ...(organization === undefined ? {} : { organization }),
      ...(organizationIdentifier === undefined ? {} : { organizationIdentifier }),
    },
    identityProof: { verificationId: 'v', provider: 'p', method: 'm', verifiedAt: new Date(), digest: `sha256:${'00'.repeat(32)}` },
    profile: 'organisation',
  });
  return outcome.status === 'issued' ? outcome.certificates[0] : undefined;
}

/** A degenerate SignedData in base64, on lines (RFC 7030 §4.1.3). */
function certsOnly(certificates: readonly Bytes[], { spoil }: Rules): Answer {
  const signedData = encodeSequence(
    encodeInteger(1),
    encodeSet(),
    encodeSequence(encodeOid(OIDS.data)),
    encodeContext(0, concatBytes(...certificates), { constructed: true }),
    encodeSet(),
  );
  const message = encodeSequence(encodeOid(OIDS.signedData), encodeContext(0, signedData, { constructed: true }));
  const lines = encodeBase64(message).replaceAll(/.{76}/g, '$&\r\n');
  return {
    status: 200,
    type: spoil === 'wrong-type' ? 'text/html' : 'application/pkcs7-mime; smime-type=certs-only',
    body: spoil === 'no-base64' ? '%%%' : lines,
  };
}

async function serve(
  anchor: Bytes,
  answer: (request: IncomingMessage, body: string, rules: Rules) => Promise<Answer>,
): Promise<IssuerServer> {
  const rules: Rules = { waits: false };
  const asked: string[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push(`${request.method} ${request.url}`);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { status, type, body: said = '', headers = {} } = await answer(request, body, rules);
    response.writeHead(status, { ...headers, ...(type === undefined ? {} : { 'Content-Type': type }) }).end(said);
  };
  const server: Server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    anchor,
    rules,
    asked,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
