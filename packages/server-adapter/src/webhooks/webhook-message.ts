import type { JsonValue } from '@sealkit/core/bytes';
import type { AuditEventType } from '../audit/audit-event.ts';
import type { AuditEventRecord, UseRecord } from '../storage/records.ts';

/** Events that others are told of, and the topic of the message. @see Standard Webhooks 1.0.0, Event types */
const TOPICS = {
  'seal-registered': 'seal.registered',
  'seal-requested': 'seal.requested',
  'seal-revised': 'seal.revised',
  'seal-state-changed': 'seal.state_changed',
  'seal-transition-proposed': 'seal.transition_proposed',
  'seal-transition-withdrawn': 'seal.transition_withdrawn',
  'seal-transition-declined': 'seal.transition_declined',
  'seal-version-registered': 'seal.version_registered',
  'seal-version-made': 'seal.version_made',
  'seal-version-unregistered': 'seal.version_unregistered',
  'seal-version-activated': 'seal.version_activated',
  'seal-version-discarded': 'seal.version_discarded',
  'seal-likeness-accepted': 'seal.likeness_accepted',
  'stop-ordered': 'stop.ordered',
  'stop-lifted': 'stop.lifted',
  'grant-given': 'grant.given',
  'grant-extended': 'grant.extended',
  'grant-revoked': 'grant.revoked',
  'grant-lapsing': 'grant.lapsing',
  'approval-requested': 'approval.requested',
  'approval-decided': 'approval.decided',
  'approval-withdrawn': 'approval.withdrawn',
  'approval-expired': 'approval.expired',
  'envelope-party-completed': 'envelope.party_completed',
  'envelope-completed': 'envelope.completed',
  'envelope-declined': 'envelope.declined',
  'envelope-voided': 'envelope.voided',
  'envelope-expired': 'envelope.expired',
  'envelope-reminded': 'envelope.reminded',
  'identity-verified': 'identity.verified',
  'identity-failed': 'identity.failed',
  'use-completed': 'use.completed',
  'use-refused': 'use.refused',
  'use-discarded': 'use.discarded',
} as const satisfies Partial<Record<AuditEventType, string>>;

export type WebhookTopic = (typeof TOPICS)[keyof typeof TOPICS];

/** Body of a webhook. */
export interface WebhookPayload {
  readonly type: WebhookTopic;
  /** When it happened, not when it was sent. */
  readonly timestamp: string;
  /**
   * `eventId`, `event` (its digest), `tenant`, `sealNumber`, `envelopeId`, `actor` (a person's pseudonym, or `server`), and the ids,
   * digests and states of the event; for a use also `person`, whose use it is.
   */
  readonly data: { readonly [name: string]: JsonValue };
}

/** What of an event's body leaves: ids, digests, numbers and words of closed lists. No names, reasons, comments or labels. */
const MEMBERS = [
  'verificationId',
  'subjectKind',
  'subjectId',
  'provider',
  'method',
  'useId',
  'permitId',
  'permit',
  'originalDigest',
  'byteRangeDigest',
  'fileDigest',
  'sealVersion',
  'statement',
  'certificate',
  'from',
  'to',
  'epoch',
  'grantId',
  'delegatedFrom',
  'validTo',
  'usesSoFar',
  'maxUses',
  'approvalId',
  'request',
  'decision',
  'stage',
  'refusal',
  'scope',
  'id',
  'like',
  'partyId',
  'version',
  'document',
  'state',
  'waitingFor',
] as const;

/**
 * The message of an event; undefined for one that nobody is told of.
 *
 * @param use the use that the event belongs to, where it belongs to one.
 */
export function webhookPayload(event: AuditEventRecord, use?: UseRecord): WebhookPayload | undefined {
  const type = Object.entries(TOPICS).find(([name]) => name === event.type)?.[1];
  if (type === undefined) return undefined;
  const { tenant, sealNumber, chain, body } = event;
  const data: Record<string, JsonValue> = {
    eventId: event.id,
    event: event.digest,
    tenant,
    sealNumber,
    envelopeId: chain.startsWith('register:') ? null : chain,
    actor: event.actor,
    ...(use === undefined ? {} : factsOfUse(use)),
  };
  for (const name of MEMBERS) {
    const value = body[name];
    if (value !== undefined && (value !== null || data[name] === undefined)) data[name] = value;
  }
  return { type, timestamp: event.time, data };
}

function factsOfUse({ id, personId, sealVersion, permitId, act }: UseRecord): WebhookPayload['data'] {
  return { useId: id, person: personId, sealVersion, permitId, originalDigest: act.originalDigest };
}

export function isWebhookTopic(value: unknown): value is WebhookTopic {
  return Object.values<unknown>(TOPICS).includes(value);
}
