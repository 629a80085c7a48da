import { ClientError, clientErrorFrom } from './client-error.ts';
import type { ClientCallOptions, SealClient } from './seal-client.ts';
import { sendRepeatable, waitFor, type Transport } from './transport.ts';

/** EN 319 162-1 §A.1. */
const ASIC_MEDIA_TYPE = 'application/vnd.etsi.asic-e+zip';

export interface HttpClientOptions {
  /** Base of the adapter's routes, for instance `/api/sign`; resolved against the page. */
  readonly endpoint: string;
  /** Short-lived token of the person's session; absent when the host's own cookie says who asks. Never an API key. */
  readonly session?: string | undefined;
  readonly transport?: Transport | undefined;
  /** Told of each receipt that passes through, and of each refusal. */
  readonly onReceipt?: (receipt: string) => void;
  readonly onError?: (error: ClientError) => void;
  /** Pauses between attempts; tests pass their own. */
  readonly wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** The client over HTTP. */
export function createHttpClient(options: HttpClientOptions): SealClient {
  const { call, load } = bindCalls(options);
  const id = encodeURIComponent;
  return {
    session: (o) => call('GET', 'session', undefined, o),
    trust: (o) => call('GET', 'trust', undefined, o),
    certificateStatus: (request, o) => call('POST', 'certificate-status', request, o),
    seals: (query, o) => call('GET', `seals${search(query)}`, undefined, o),
    seal: (number, o) => call('GET', `seals/${id(number)}`, undefined, o),
    changeSealState: (number, request, o) => call('POST', `seals/${id(number)}/transitions`, request, o),
    reviseSeal: (number, request, o) => call('POST', `seals/${id(number)}/revisions`, request, o),
    sealDraft: (number, o) => call('GET', `seals/${id(number)}/draft`, undefined, o),
    endProposal: (number, request, o) => call('POST', `seals/${id(number)}/pending-transition/end`, request, o),
    sealVersions: (number, o) => call('GET', `seals/${id(number)}/versions`, undefined, o),
    sealHistory: (number, cursor, o) => call('GET', `seals/${id(number)}/history${search({ cursor })}`, undefined, o),
    requestSeal: (request, o) => call('POST', 'seals', request, o),
    produceSeal: (number, request, o) => call('POST', `seals/${id(number)}/productions`, request, o),
    decideVersion: (number, version, decision, o) => call('POST', `seals/${id(number)}/versions/${version}/decisions`, decision, o),
    sealIntentPolicy: (number, o) => call('GET', `seals/${id(number)}/intent-policy`, undefined, o),
    setSealIntentPolicy: (number, request, o) => call('POST', `seals/${id(number)}/intent-policy`, request, o),
    recordAct: (number, request, o) => call('POST', `seals/${id(number)}/acts`, request, o),
    stops: (o) => call('GET', 'stops', undefined, o),
    releasePerson: (personId, reason, o) => call('POST', `persons/${id(personId)}/release`, { reason }, o),
    stop: (request, o) => call('POST', 'stops', request, o),
    grants: (number, o) => call('GET', `seals/${id(number)}/grants`, undefined, o),
    giveGrant: (number, request, o) => call('POST', `seals/${id(number)}/grants`, request, o),
    changeGrant: (grantId, change, o) => call('POST', `grants/${id(grantId)}/changes`, change, o),
    persons: (text, o) => call('GET', `persons${search({ text })}`, undefined, o),
    organisations: (o) => call('GET', 'organisations', undefined, o),
    approvals: (query, o) => call('GET', `approvals${search(query)}`, undefined, o),
    approval: (approvalId, o) => call('GET', `approvals/${id(approvalId)}`, undefined, o),
    approvalCountersignature: (approvalId, o) => call('GET', `approvals/${id(approvalId)}/countersignature`, undefined, o),
    decide: (approvalId, request, o) => call('POST', `approvals/${id(approvalId)}/decisions`, request, o),
    withdrawApproval: (approvalId, reason, o) => call('POST', `approvals/${id(approvalId)}/withdrawal`, { reason }, o),
    identityProviders: (o) => call('GET', 'identity-providers', undefined, o),
    identityVerifications: (query, o) => call('GET', `identity-verifications${search(query)}`, undefined, o),
    identityVerification: (verificationId, o) => call('GET', `identity-verifications/${id(verificationId)}`, undefined, o),
    verifyIdentity: (request, o) => call('POST', 'identity-verifications', request, o),
    continueIdentity: (verificationId, request, o) => call('POST', `identity-verifications/${id(verificationId)}/steps`, request, o),
    decideIdentity: (verificationId, request, o) => call('POST', `identity-verifications/${id(verificationId)}/decisions`, request, o),
    issueCertificate: (verificationId, o) => call('POST', `identity-verifications/${id(verificationId)}/certificates`, {}, o),
    openEnvelope: (request, o) => call('POST', 'envelopes', request, o),
    envelopes: (query, o) => call('GET', `envelopes${search(query)}`, undefined, o),
    envelope: (envelopeId, o) => call('GET', `envelopes/${id(envelopeId)}`, undefined, o),
    declineEnvelope: (envelopeId, request, o) => call('POST', `envelopes/${id(envelopeId)}/decline`, request, o),
    voidEnvelope: (envelopeId, request, o) => call('POST', `envelopes/${id(envelopeId)}/void`, request, o),
    remindParties: (envelopeId, o) => call('POST', `envelopes/${id(envelopeId)}/reminders`, {}, o),
    evidence: (envelopeId, document, o) => load(`envelopes/${id(envelopeId)}/evidence`, ASIC_MEDIA_TYPE, document, o),
    requestPermit: (request, o) => call('POST', 'permits', request, o),
    permit: (permitId, o) => call('GET', `permits/${id(permitId)}`, undefined, o),
    startUse: (request, o) => call('POST', 'uses', request, o),
    confirmUse: (useId, request, o) => call('POST', `uses/${id(useId)}/confirm`, request, o),
    intentMethods: (o) => call('GET', 'intent-methods', undefined, o),
    startIntent: (useId, request, o) => call('POST', `uses/${id(useId)}/intents`, request, o),
    openBatch: (request, o) => call('POST', 'intent-batches', request, o),
    recallBatch: (batchId, o) => call('GET', `intent-batches/${id(batchId)}`, undefined, o),
    startBatchIntent: (batchId, request, o) => call('POST', `intent-batches/${id(batchId)}/intents`, request, o),
    confirmBatch: (batchId, request, o) => call('POST', `intent-batches/${id(batchId)}/confirm`, request, o),
    beginEnrolment: (method, request, o) => call('POST', `intent-methods/${id(method)}/enrolments`, request, o),
    confirmEnrolment: (enrolmentId, request, o) => call('POST', `intent-enrolments/${id(enrolmentId)}/confirm`, request, o),
    beginAuthenticatorAct: (request, o) => call('POST', 'authenticator-acts', request, o),
    startAuthenticatorProof: (actId, request, o) => call('POST', `authenticator-acts/${id(actId)}/intents`, request, o),
    confirmAuthenticatorAct: (actId, request, o) => call('POST', `authenticator-acts/${id(actId)}/confirm`, request, o),
    use: (useId, o) => call('GET', `uses/${id(useId)}`, undefined, o),
    uses: (query, o) => call('GET', `uses${search(query)}`, undefined, o),
    usesOfSeal: (number, query, o) => call('GET', `seals/${id(number)}/uses${search(query)}`, undefined, o),
    anomalies: (query, o) => call('GET', `anomalies${search(query)}`, undefined, o),
    eventProof: (eventId, o) => call('GET', `events/${id(eventId)}/proof`, undefined, o),
  };
}

interface Sending {
  readonly accept: string;
  readonly contentType?: string;
  readonly body?: string | Blob;
}

function bindCalls(options: HttpClientOptions) {
  const base = new URL(options.endpoint.replace(/\/?$/, '/'), document.baseURI);
  const transport = options.transport ?? ((request: Request) => fetch(request));

  /** The answer as `read` reads it; every refusal and failure is told. */
  async function send<Answer>(
    method: 'GET' | 'POST',
    path: string,
    sending: Sending,
    callOptions: ClientCallOptions | undefined,
    read: (response: Response) => Promise<Answer>,
  ): Promise<Answer> {
    const signal = callOptions?.signal;
    const headers = new Headers({ accept: sending.accept });
    if (options.session !== undefined) headers.set('authorization', `Bearer ${options.session}`);
    if (method === 'POST') {
      headers.set('content-type', sending.contentType ?? 'application/json');
      headers.set('idempotency-key', callOptions?.idempotencyKey ?? crypto.randomUUID());
    }
    const makeRequest = (): Request =>
      new Request(new URL(path, base), {
        method,
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        ...(sending.body === undefined ? {} : { body: sending.body }),
        ...(signal === undefined ? {} : { signal }),
      });
    try {
      const response = await sendRepeatable(transport, makeRequest, options.wait ?? waitFor, signal);
      if (!response.ok) throw await clientErrorFrom(response);
      return await read(response);
    } catch (error) {
      if (error instanceof ClientError) options.onError?.(error);
      throw error;
    }
  }

  async function call<Answer>(method: 'GET' | 'POST', path: string, body?: unknown, callOptions?: ClientCallOptions): Promise<Answer> {
    const sending = { accept: 'application/json', ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await send(method, path, sending, callOptions, (response) => readAnswer<Answer>(response));
    const receipt = (answer as { readonly receipt?: unknown }).receipt;
    if (typeof receipt === 'string') options.onReceipt?.(receipt);
    return answer;
  }

  /** Octets of one media type, asked for with a PDF or without. */
  function load(path: string, accept: string, pdf: Blob | undefined, callOptions?: ClientCallOptions): Promise<Blob> {
    const read = (response: Response): Promise<Blob> => readOctets(response, accept);
    if (pdf === undefined) return send('GET', path, { accept }, callOptions, read);
    return send('POST', path, { accept, contentType: 'application/pdf', body: pdf }, callOptions, read);
  }

  return { call, load };
}

/** An answer that breaks off before its length is out of reach, not malformed. */
async function readOctets(response: Response, mediaType: string): Promise<Blob> {
  const { status } = response;
  if (response.headers.get('content-type')?.split(';')[0]?.trim() !== mediaType)
    throw new ClientError('RESPONSE_MALFORMED', `the server answered something other than ${mediaType}`, { status });
  try {
    return new Blob([await response.arrayBuffer()], { type: mediaType });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ClientError('SERVER_UNREACHABLE', 'the answer broke off', { status, retryable: true, cause: error });
  }
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  try {
    const answer: unknown = await response.json();
    if (typeof answer === 'object' && answer !== null) return answer as Answer;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ClientError('RESPONSE_MALFORMED', 'the server answered something that is not JSON', { status: response.status });
}

function search(query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, string | number | undefined][])
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
