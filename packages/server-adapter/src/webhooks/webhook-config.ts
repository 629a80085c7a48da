import type { HttpClient } from '@sealkit/core/ports';
import { isWebhookTopic, type WebhookTopic } from './webhook-message.ts';
import { readWebhookSecret } from './webhook-signature.ts';

/** Somebody who is told what happens in one tenant. */
export interface Webhook {
  /** Whose messages: a receiver never gets those of another tenant. */
  readonly tenant: string;
  /** `https:`; `http:` only with `allowPrivateNetwork`. No two webhooks of a tenant have the same. */
  readonly url: string;
  /**
   * `whsec_` and 24 to 64 octets in base64, of this receiver alone. Several while secrets change over: a message is signed with
   * each.
   */
  readonly secret: string | readonly string[];
  /** All topics where absent. */
  readonly topics?: readonly WebhookTopic[];
  /** Lets the URL lead to private and loopback addresses; refused otherwise. */
  readonly allowPrivateNetwork?: boolean;
}

/** How messages are delivered. */
export interface WebhookPolicy {
  /** Pauses before each try, in milliseconds; up to a tenth is added at random. A message that failed the last try is given up. */
  readonly pausesMs: readonly number[];
  /** A message of this age that fails is given up, whatever its tries: those behind one that waited long wait no longer. In milliseconds. */
  readonly giveUpAfterMs: number;
  /** From request to the end of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** How often the outbox is looked at for what other processes wrote, in milliseconds. */
  readonly pollMs: number;
  /** How long delivered and given-up messages are kept, in milliseconds. */
  readonly keepMs: number;
  /** The way out; guarded as {@link Webhook.allowPrivateNetwork} says by default. */
  readonly client?: HttpClient;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The schedule of the specification: ten tries in 75 hours and 35 minutes. @see Standard Webhooks 1.0.0, Deliverability and reliability */
export const DEFAULT_WEBHOOK_POLICY: WebhookPolicy = {
  pausesMs: [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  giveUpAfterMs: 76 * HOUR,
  timeoutMs: 20 * SECOND,
  pollMs: 5 * SECOND,
  keepMs: 30 * 24 * HOUR,
};

/** @throws TypeError naming the argument; no secret is in its message. */
export function assertWebhooks(webhooks: readonly Webhook[], policy: WebhookPolicy): void {
  const seen = new Set<string>();
  webhooks.forEach((webhook, at) => {
    assertWebhook(webhook, `webhooks[${at}]`);
    const key = JSON.stringify([webhook.tenant, webhook.url]);
    if (seen.has(key)) throw new TypeError(`webhooks[${at}].url: expected another URL than that of an earlier webhook of the tenant`);
    seen.add(key);
  });
  const { pausesMs, giveUpAfterMs, timeoutMs, pollMs, keepMs } = policy;
  if (pausesMs.length === 0) throw new TypeError('webhookPolicy.pausesMs: expected at least one try');
  for (const [name, value] of Object.entries({ giveUpAfterMs, timeoutMs, pollMs, keepMs }))
    if (!(value > 0)) throw new TypeError(`webhookPolicy.${name}: expected milliseconds, got ${String(value)}`);
}

function assertWebhook({ tenant, url, secret, topics = [], allowPrivateNetwork }: Webhook, name: string): void {
  if (typeof tenant !== 'string' || tenant === '') throw new TypeError(`${name}.tenant: expected a tenant; there is no default`);
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'https:' && !(protocol === 'http:' && allowPrivateNetwork === true))
    throw new TypeError(`${name}.url: expected an https URL, or http with allowPrivateNetwork`);
  const secrets = secretsOf({ secret });
  if (secrets.length === 0 || secrets.some((text) => readWebhookSecret(text) === undefined))
    throw new TypeError(`${name}.secret: expected 'whsec_' and 24 to 64 octets in base64`);
  const unknown = topics.find((topic) => !isWebhookTopic(topic));
  if (unknown !== undefined) throw new TypeError(`${name}.topics: expected known topics, got '${String(unknown)}'`);
}

export function secretsOf({ secret }: Pick<Webhook, 'secret'>): readonly string[] {
  return typeof secret === 'string' ? [secret] : secret;
}
