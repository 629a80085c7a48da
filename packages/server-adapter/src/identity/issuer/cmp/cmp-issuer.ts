import { Asn1Error, DerFields, encodeSequence, OIDS, parseDer, readOid } from '@sealkit/core/asn1';
import { type Bytes, BytesError, type CallOptions, decodeBase64Url, encodeBase64Url, equalBytes } from '@sealkit/core/bytes';
import { digest, randomBytes } from '@sealkit/core/crypto';
import type { CertificateIssuer, Clock, DigestAlgorithm, HttpClient, IssueOutcome, Signer } from '@sealkit/core/ports';
import { parseCertificate, X509Error } from '@sealkit/core/x509';
import { z } from 'zod';
import { systemClock } from '../../../system-clock.ts';
import { readCertificationRequest } from '../../request/certification-request.ts';
import { issuedTo } from '../issued-certificates.ts';
import { IssuerError } from '../issuer-error.ts';
import { issuerFailure, sendToIssuer } from '../issuer-http.ts';
import {
  type CertificateResponse,
  encodeConfirmation,
  encodePollRequest,
  readCertificateResponse,
  readPollResponse,
} from './cmp-bodies.ts';
import { CMP_BODIES, directoryName, encodeMessage, encodeUnprotected, parseMessage, type ReceivedMessage } from './cmp-message.ts';
import { type CmpProtection, macProtection, signatureProtection } from './cmp-protection.ts';

export interface CmpIssuerOptions {
  /** Address of the server with the path of the authority. Messages protect themselves: plain HTTP is usual (RFC 9811 §3). */
  readonly url: string;
  readonly http: HttpClient;
  /** A reference with its secret, asked for each transaction and kept nowhere; or a key of our own and whose answers count. */
  readonly protection:
    | {
        readonly by: 'secret';
        readonly credentials: (call?: CallOptions) => Promise<{ readonly reference: string; readonly secret: string }>;
      }
    | { readonly by: 'signature'; readonly signer: Signer; readonly authorities: readonly Bytes[] };
  /** DER Name of the authority, where the server wants to read it. */
  readonly recipient?: Bytes;
  readonly clock?: Clock;
}

/**
 * Certificates by the Certificate Management Protocol, with a PKCS #10 request (p10cr). A certificate of another key than the ordered one
 * is rejected to the authority and handed to nobody. A digest of content is not transported.
 *
 * @see RFC 9810 §5.3.4, §5.3.18, §5.3.22; RFC 9811
 */
export function createCmpIssuer(options: CmpIssuerOptions): CertificateIssuer {
  return {
    name: NAME,
    async issue(order, call) {
      call?.signal?.throwIfAborted();
      const { certificationRequest } = order.key;
      if (certificationRequest === undefined) return { status: 'refused', code: 'REQUEST_MISSING' };
      const { publicKey } = await readCertificationRequest(certificationRequest);
      const place = order.resume === undefined ? undefined : readPlace(order.resume);
      const exchange = await openTransaction(options, place, call);
      const answer =
        place === undefined
          ? await exchange(CMP_BODIES.p10cr, certificationRequest)
          : await exchange(CMP_BODIES.pollReq, encodePollRequest(decodeBase64Url(place.requestId)));
      return readOutcome(answer, { exchange, publicKey, place });
    },
  };
}

const NAME = 'cmp';
const DEFAULT_POLL_MS = 10_000;
const MAX_POLL_S = 24 * 3600;

/** Where a transaction stopped: what the next message has to repeat. */
const PLACE = z.strictObject({ transactionId: z.string(), nonce: z.string(), requestId: z.string() });
type Place = z.infer<typeof PLACE>;

type Exchange = (body: number, content: Uint8Array) => Promise<ReceivedMessage>;

async function openTransaction(options: CmpIssuerOptions, place: Place | undefined, call?: CallOptions): Promise<Exchange> {
  const { url, http, clock = systemClock } = options;
  const protection = await protectionOf(options, call);
  const transactionId = place === undefined ? randomBytes(16) : decodeBase64Url(place.transactionId);
  let recipientNonce = place === undefined ? undefined : decodeBase64Url(place.nonce);
  return async (body, content) => {
    const senderNonce = randomBytes(16);
    const unprotected = encodeUnprotected(
      {
        sender: protection.sender,
        recipient: directoryName(options.recipient ?? encodeSequence()),
        time: clock.now(),
        protectionAlgorithm: protection.algorithm,
        ...(protection.senderKeyId === undefined ? {} : { senderKeyId: protection.senderKeyId }),
        transactionId,
        senderNonce,
        ...(recipientNonce === undefined ? {} : { recipientNonce }),
      },
      body,
      content,
    );
    const message = encodeMessage(unprotected, await protection.protect(unprotected, call), protection.extraCertificates);
    const request = { url, method: 'POST', contentType: 'application/pkixcmp', accept: 'application/pkixcmp', body: message } as const;
    const response = await sendToIssuer(http, NAME, request, call);
    if (response.status !== 200) throw issuerFailure(NAME, response.status);
    const answer = readable(() => parseMessage(response.body));
    const isOurs =
      answer.transactionId !== undefined &&
      equalBytes(answer.transactionId, transactionId) &&
      answer.recipientNonce !== undefined &&
      equalBytes(answer.recipientNonce, senderNonce);
    if (!isOurs || !(await protection.verify(answer)))
      throw new IssuerError('ISSUER_ANSWER_NOT_AUTHENTIC', `${NAME}: expected an answer to this message, protected by the authority`);
    recipientNonce = answer.senderNonce;
    return answer;
  };
}

async function protectionOf({ protection }: CmpIssuerOptions, call?: CallOptions): Promise<CmpProtection> {
  if (protection.by === 'signature') return signatureProtection(protection.signer, protection.authorities);
  const { reference, secret } = await protection.credentials(call);
  return macProtection(reference, secret);
}

interface Transaction {
  readonly exchange: Exchange;
  readonly publicKey: Bytes;
  readonly place: Place | undefined;
}

async function readOutcome(answer: ReceivedMessage, transaction: Transaction): Promise<IssueOutcome> {
  switch (answer.bodyType) {
    case CMP_BODIES.ip:
    case CMP_BODIES.cp: {
      const response = readable(() => readCertificateResponse(answer.content));
      if (response === undefined) throw malformed('one response');
      return readResponse(answer, response, transaction);
    }
    case CMP_BODIES.pollRep: {
      const seconds = readable(() => readPollResponse(answer.content));
      if (transaction.place === undefined || seconds === undefined) throw malformed('an answer to what was asked');
      return pending(answer, decodeBase64Url(transaction.place.requestId), Math.min(Math.max(seconds, 0), MAX_POLL_S) * 1000);
    }
    case CMP_BODIES.error:
      return { status: 'refused', code: 'REQUEST_REFUSED' };
    default:
      throw malformed('certificates, a refusal or a place to wait');
  }
}

async function readResponse(answer: ReceivedMessage, response: CertificateResponse, transaction: Transaction): Promise<IssueOutcome> {
  if (response.status === 'rejected') return { status: 'refused', code: 'REQUEST_REFUSED' };
  if (response.status === 'waiting') return pending(answer, response.requestId, DEFAULT_POLL_MS);
  const { certificate } = response;
  if (response.status !== 'accepted' || certificate === undefined) throw malformed('a certificate in clear');
  const accepted = isOfKey(certificate, transaction.publicKey);
  if (!accepted || !answer.grantsImplicitConfirm) {
    const hash = await digest(confirmationDigest(certificate), certificate);
    const confirmed = await transaction.exchange(CMP_BODIES.certConf, encodeConfirmation(response.requestId, hash, accepted));
    if (accepted && confirmed.bodyType !== CMP_BODIES.pkiConf) return { status: 'refused', code: 'CONFIRMATION_REFUSED' };
  }
  return issuedTo(transaction.publicKey, [certificate, ...answer.extraCertificates, ...response.authorities]);
}

function isOfKey(certificate: Bytes, publicKey: Bytes): boolean {
  return equalBytes(readable(() => parseCertificate(certificate)).spki, publicKey);
}

/** The digest of the signature on the certificate; where that has none of its own, the one that goes with it (§5.3.18). */
const CONFIRMATION_DIGESTS: ReadonlyMap<string, DigestAlgorithm> = new Map<string, DigestAlgorithm>([
  [OIDS.sha256WithRsa, 'SHA-256'],
  [OIDS.ecdsaWithSha256, 'SHA-256'],
  [OIDS.sha384WithRsa, 'SHA-384'],
  [OIDS.ecdsaWithSha384, 'SHA-384'],
  [OIDS.sha512WithRsa, 'SHA-512'],
  [OIDS.ecdsaWithSha512, 'SHA-512'],
  [OIDS.ed25519, 'SHA-512'],
]);

function confirmationDigest(certificate: Bytes): DigestAlgorithm {
  const algorithm = CONFIRMATION_DIGESTS.get(readOid(new DerFields(parseDer(parseCertificate(certificate).signatureAlgorithm)).any()));
  if (algorithm === undefined) throw malformed('a certificate signed by RSA, ECDSA or Ed25519 with SHA-2');
  return algorithm;
}

function pending({ transactionId, senderNonce }: ReceivedMessage, requestId: Bytes, pollAfterMs: number): IssueOutcome {
  if (transactionId === undefined || senderNonce === undefined) throw malformed('a nonce to go on with');
  const place: Place = {
    transactionId: encodeBase64Url(transactionId),
    nonce: encodeBase64Url(senderNonce),
    requestId: encodeBase64Url(requestId),
  };
  return { status: 'pending', resume: JSON.stringify(place), pollAfterMs };
}

/** @throws {@link IssuerError} `ISSUER_RESUME_UNKNOWN` */
function readPlace(resume: string): Place {
  try {
    const place = PLACE.parse(JSON.parse(resume));
    decodeBase64Url(place.transactionId);
    decodeBase64Url(place.nonce);
    parseDer(decodeBase64Url(place.requestId));
    return place;
  } catch (error) {
    const known = error instanceof SyntaxError || error instanceof z.ZodError || error instanceof BytesError || error instanceof Asn1Error;
    if (!known) throw error;
    throw new IssuerError('ISSUER_RESUME_UNKNOWN', 'expected the place that a pending answer to this order gave');
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error || error instanceof X509Error) throw malformed('a message as RFC 9810 has it');
    throw error;
  }
}

function malformed(expected: string): IssuerError {
  return new IssuerError('ISSUER_ANSWER_MALFORMED', `${NAME}: expected ${expected}`);
}
