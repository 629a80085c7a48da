import { createHmac } from 'node:crypto';
import { BytesError, type Bytes, concatBytes, decodeBase64, encodeBase64, encodeUtf8, equalConstantTime } from '@sealkit/core/bytes';

/*
 * Signatures of webhooks: HMAC-SHA256 over `id.timestamp.body`. @see Standard Webhooks 1.0.0, Signature scheme
 */

/** Header fields of a message. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** `v1,<base64>` for each secret, with spaces between. */
  readonly 'webhook-signature': string;
}

/** Header fields as they arrive: of fetch, or of node:http with names in lower case. */
export type ReceivedHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export type WebhookVerdict =
  | {
      readonly indication: 'PASSED';
      /** The same for each try: what was seen under it already is done already. */
      readonly id: string;
      /** When this try was sent. */
      readonly sentAt: Date;
    }
  | {
      readonly indication: 'FAILED';
      readonly reason: 'HEADER_MISSING' | 'HEADER_MALFORMED' | 'SENT_AT_ANOTHER_TIME' | 'SIGNATURE_DIFFERS';
    };

/** A message is taken where it was sent at most five minutes ago, or ahead of our clock; both ends included. */
const TOLERANCE_MS = 300_000;
const SECRET_PREFIX = 'whsec_';

/** Signs one try to deliver a message with each secret. */
export function signWebhook(
  message: { readonly id: string; readonly sentAt: Date; readonly body: Uint8Array },
  secrets: readonly string[],
): WebhookHeaders {
  const timestamp = String(Math.floor(message.sentAt.getTime() / 1000));
  const values = secrets.map((secret) => `v1,${encodeBase64(macOf(assertSecret(secret), message.id, timestamp, message.body))}`);
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': values.join(' ') };
}

/**
 * Whether a webhook comes from who has the secret, and was sent just now. Look at `body` only where it passed, and remember `id`:
 * a message may come more than once.
 *
 * @param body the octets as they arrived; parsed and written anew they are others.
 * @param secret `whsec_…`
 * @throws TypeError where the secret is none.
 */
export function verifyWebhook(headers: ReceivedHeaders, body: Uint8Array | string, secret: string, now: Date): WebhookVerdict {
  const key = assertSecret(secret);
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => readHeader(headers, name));
  if (id === undefined || timestamp === undefined || signatures === undefined) return { indication: 'FAILED', reason: 'HEADER_MISSING' };
  if (id === '' || id.includes('.') || !/^\d{1,12}$/.test(timestamp)) return { indication: 'FAILED', reason: 'HEADER_MALFORMED' };
  const sentAt = new Date(Number(timestamp) * 1000);
  if (Math.abs(now.getTime() - sentAt.getTime()) > TOLERANCE_MS) return { indication: 'FAILED', reason: 'SENT_AT_ANOTHER_TIME' };
  const expected = encodeUtf8(encodeBase64(macOf(key, id, timestamp, typeof body === 'string' ? encodeUtf8(body) : body)));
  const isSigned = signatures
    .split(' ')
    .filter((value) => value.startsWith('v1,'))
    .some((value) => equalConstantTime(encodeUtf8(value.slice('v1,'.length)), expected));
  return isSigned ? { indication: 'PASSED', id, sentAt } : { indication: 'FAILED', reason: 'SIGNATURE_DIFFERS' };
}

/** The octets of a secret; undefined where it is none. */
export function readWebhookSecret(secret: string): Bytes | undefined {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined;
  try {
    const key = decodeBase64(secret.slice(SECRET_PREFIX.length));
    return key.length >= 24 && key.length <= 64 ? key : undefined;
  } catch (cause) {
    if (cause instanceof BytesError) return undefined;
    throw cause;
  }
}

function assertSecret(secret: string): Bytes {
  const key = readWebhookSecret(secret);
  if (key === undefined) throw new TypeError("secret: expected 'whsec_' and 24 to 64 octets in base64");
  return key;
}

function macOf(key: Bytes, id: string, timestamp: string, body: Uint8Array): Uint8Array {
  return createHmac('sha256', key)
    .update(concatBytes(encodeUtf8(`${id}.${timestamp}.`), body))
    .digest();
}

function readHeader(headers: ReceivedHeaders, name: string): string | undefined {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === 'string' ? value : undefined;
}
