import type { JsonValue } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import type { AuthenticatorActRecord, IntentRecord, ProvenIntent, UseRecord } from '../storage/records.ts';
import type { IntentFinding, IntentProvider } from './intent-provider.ts';

/** A proof of intent as it is kept; its digest goes into the use event and the use record. */
export interface IntentProof {
  readonly record: { readonly [name: string]: JsonValue };
  readonly digest: string;
  readonly method: string;
  readonly assurance: number;
}

/** What an act in a batch says of the batch: the statement that was proven, and the way from the act to its root. */
export interface BatchPlace {
  readonly id: string;
  readonly statement: JsonValue;
  readonly challenge: string;
  /** From 0. */
  readonly index: number;
  readonly path: readonly string[];
}

/**
 * The `confirm` method: the person's authenticated session answers with the digest of what the dialog showed. Assurance 0: it proves
 * the session and the shown act, not a second factor.
 */
export function provenBySession(startedAt: string, now: Date): ProvenIntent {
  return { method: 'confirm', assurance: 0, startedAt, finishedAt: now.toISOString() };
}

/** What a provider found. */
export function provenByProvider(
  intent: IntentRecord,
  { method, assurance }: Pick<IntentProvider, 'method' | 'assurance'>,
  found: Extract<IntentFinding, { readonly result: 'passed' }>,
  now: Date,
): ProvenIntent {
  const { provider, providerTransaction, scores, artifacts, raw } = found;
  return {
    method,
    assurance,
    intentId: intent.id,
    startedAt: intent.startedAt,
    finishedAt: now.toISOString(),
    ...plainJson({
      provider,
      providerTransaction: providerTransaction ?? null,
      scores: scores ?? {},
      artifacts: artifacts ?? [],
      raw,
    }),
  };
}

/** The proof of one use by itself. Version 1 is that of the session alone, version 2 holds the statement that it is about. */
export async function composeIntentProof(use: UseRecord, proven: ProvenIntent): Promise<IntentProof> {
  return composed(proven, proven.method === 'confirm' ? { v: 1, ...factsOfUse(use) } : { v: 2, ...factsOfUse(use), statement: use.act });
}

/** The proof of a change of what a person confirms with. */
export async function composeChangeProof(record: AuthenticatorActRecord, proven: ProvenIntent): Promise<IntentProof> {
  return composed(proven, { v: 2, ...factsOf(record), authenticatorActId: record.id, statement: record.act });
}

/** The proof of one use among others: it holds the statement of the use, and how that stands in what was proven. */
export async function composeLeafProof(use: UseRecord, proven: ProvenIntent, batch: BatchPlace): Promise<IntentProof> {
  return composed(proven, { v: 3, ...factsOfUse(use), statement: use.act, batch });
}

function factsOfUse(use: UseRecord) {
  return { ...factsOf(use), useId: use.id };
}

function factsOf({ tenant, personId, challenge }: Pick<UseRecord, 'tenant' | 'personId' | 'challenge'>) {
  return { tenant, person: personId, challenge, shownDigest: challenge, result: 'passed' } as const;
}

async function composed(proven: ProvenIntent, about: object): Promise<IntentProof> {
  const record = { ...proven, ...plainJson(about) };
  return { record, digest: await digestOfJson(record), method: proven.method, assurance: proven.assurance };
}

/** Interfaces lack the index signature of JSON, their values do not. */
function plainJson(value: object): { readonly [name: string]: JsonValue } {
  return JSON.parse(JSON.stringify(value)) as { readonly [name: string]: JsonValue };
}
