import type { Bytes } from '@sealkit/core/bytes';
import { obtainTimestamp } from '@sealkit/core/cades';
import {
  addNoteSignatures,
  type Checkpoint,
  checkpointImprint,
  createConsistencyProof,
  formatCheckpoint,
  isConsistent,
  parseCheckpoint,
  parseSignedNote,
  signNote,
  treeRoot,
  verifyNote,
} from '@sealkit/core/evidence';
import type { Clock } from '@sealkit/core/ports';
import type { LogEntry, LogLevel } from '../../adapter-config.ts';
import { AdapterError } from '../../adapter-error.ts';
import type { LogCheckpointRecord } from '../../storage/records.ts';
import { StoreError } from '../../storage/store-error.ts';
import type { Store } from '../../storage/store.ts';
import { type LogWitness, logNoteSigner, logOrigin, type TransparencyLogConfig } from './log-config.ts';
import { storedTiles } from './stored-tiles.ts';

/** What keeping the logs takes. */
export interface LogContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: (level: LogLevel, event: string, fields: LogEntry['fields']) => void;
  readonly config: TransparencyLogConfig;
}

/**
 * Signs the tenant's tree as it stands, unless its size is signed already; collects cosignatures and the time-stamp, and keeps
 * all of it. A witness or an authority that fails is told to the operator and left out.
 *
 * @throws {@link AdapterError} `LOG_INCONSISTENT` where the tree is no continuation of the last checkpoint: nothing is signed.
 */
export async function issueCheckpoint(context: LogContext, tenant: string): Promise<void> {
  const { config, store } = context;
  const checkpoint = await readNewTree(context, tenant);
  if (checkpoint === undefined) return;
  const signed = await signNote(formatCheckpoint(checkpoint), await logNoteSigner(config, tenant));
  const note = await cosigned(context, tenant, checkpoint, signed);
  const record: LogCheckpointRecord = {
    tenant,
    size: checkpoint.size,
    note,
    timestampToken: await timestamped(context, tenant, note),
    createdAt: context.clock.now().toISOString(),
  };
  try {
    await store.transaction((tx) => tx.log.addCheckpoint(record));
  } catch (error) {
    // Another process signed the same tree: one checkpoint of a size is enough.
    if (!(error instanceof StoreError) || error.constraint !== 'log-position') throw error;
  }
}

/** The tree as it stands; undefined where there is a checkpoint of it. */
async function readNewTree({ store, config }: LogContext, tenant: string): Promise<Checkpoint | undefined> {
  return store.transaction(
    async (tx) => {
      const size = await tx.log.countLeaves(tenant);
      const last = await tx.log.findLatestCheckpoint(tenant);
      if (last?.size === size) return undefined;
      const tiles = storedTiles(tx, tenant);
      const checkpoint = { origin: logOrigin(config, tenant), size, root: await treeRoot(size, tiles), extensions: [] };
      if (last === undefined) return checkpoint;
      const first = parseCheckpoint(parseSignedNote(last.note).text);
      const continues =
        first.size === last.size &&
        first.size < size &&
        (await isConsistent({ first, second: checkpoint, proof: await createConsistencyProof(first.size, size, tiles) }));
      if (!continues) throw new AdapterError('LOG_INCONSISTENT', { values: { size: first.size } });
      return checkpoint;
    },
    { readOnly: true },
  );
}

async function cosigned(context: LogContext, tenant: string, { size }: Checkpoint, signed: string): Promise<string> {
  const proveSince = (since: number): Promise<readonly Bytes[]> =>
    context.store.transaction((tx) => createConsistencyProof(since, size, storedTiles(tx, tenant)), { readOnly: true });
  const ask = async (witness: LogWitness) => {
    const answered = parseSignedNote(`${signed}${await witness.cosign({ checkpoint: signed, proveSince })}`);
    const { result } = await verifyNote(answered, witness.key);
    if (result !== 'valid') throw new AdapterError('LOG_WITNESS_REFUSED', { values: { signature: result } });
    return answered.signatures.filter(({ name, keyId }) => name === witness.key.name && keyId === witness.key.keyId);
  };
  const witnesses = context.config.witnesses ?? [];
  const answers = await Promise.allSettled(witnesses.map(ask));
  let note = signed;
  for (const [at, answer] of answers.entries()) {
    if (answer.status === 'fulfilled') note = addNoteSignatures(note, answer.value);
    else logFailure(context, 'log-witness-failed', tenant, answer.reason, { witness: witnesses[at]?.key.name ?? null });
  }
  return note;
}

async function timestamped(context: LogContext, tenant: string, note: string): Promise<Bytes | null> {
  const { timestampAuthority: authority, timestampAnchors: anchors } = context.config;
  if (authority === undefined) return null;
  try {
    const { token } = await obtainTimestamp(await checkpointImprint(note), {
      authorities: [authority],
      now: context.clock.now(),
      ...(anchors === undefined ? {} : { anchors }),
    });
    return token;
  } catch (error) {
    logFailure(context, 'log-timestamp-failed', tenant, error, { authority: authority.name });
    return null;
  }
}

/** The operator hears kind and code; messages of foreign code may hold anything. */
export function logFailure(
  { log }: Pick<LogContext, 'log'>,
  event: string,
  tenant: string | null,
  error: unknown,
  fields: Readonly<Record<string, string | null>> = {},
): void {
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  log('error', event, { tenant, name, code, ...fields });
}
