import type { JsonValue } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import type { IntentRecord, UseRecord } from '../storage/records.ts';
import type { IntentFinding, IntentProvider } from './intent-provider.ts';

/** A proof of intent as it is kept; its digest goes into the use event and the use record. */
export interface IntentProof {
  readonly record: { readonly [name: string]: JsonValue };
  readonly digest: string;
  readonly method: string;
  readonly assurance: number;
}

/**
 * The proof of the `confirm` method: the person's authenticated session answers with the digest of what the dialog showed.
 * Assurance 0: it proves the session and the shown act, not a second factor.
 */
export async function composeConfirmation(use: UseRecord, shownDigest: string, now: Date): Promise<IntentProof> {
  const record = {
    v: 1,
    method: 'confirm',
    assurance: 0,
    tenant: use.tenant,
    person: use.personId,
    useId: use.id,
    challenge: use.challenge,
    shownDigest,
    startedAt: use.createdAt,
    finishedAt: now.toISOString(),
    result: 'passed',
  } as const;
  return { record, digest: await digestOfJson(record), method: 'confirm', assurance: 0 };
}

/** The proof that a provider found, with the statement that it is about. */
export async function composeIntentProof(
  use: UseRecord,
  intent: IntentRecord,
  { method, assurance }: Pick<IntentProvider, 'method' | 'assurance'>,
  found: Extract<IntentFinding, { readonly result: 'passed' }>,
  now: Date,
): Promise<IntentProof> {
  const { provider, providerTransaction, scores, artifacts, raw } = found;
  const record = plainJson({
    v: 2,
    method,
    assurance,
    intentId: intent.id,
    provider,
    providerTransaction: providerTransaction ?? null,
    tenant: use.tenant,
    person: use.personId,
    useId: use.id,
    challenge: use.challenge,
    shownDigest: use.challenge,
    statement: use.act,
    startedAt: intent.startedAt,
    finishedAt: now.toISOString(),
    result: 'passed',
    scores: scores ?? {},
    artifacts: artifacts ?? [],
    raw,
  });
  return { record, digest: await digestOfJson(record), method, assurance };
}

/** Interfaces lack the index signature of JSON, their values do not. */
function plainJson(value: object): { readonly [name: string]: JsonValue } {
  return JSON.parse(JSON.stringify(value)) as { readonly [name: string]: JsonValue };
}
