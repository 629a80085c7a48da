import { decodeBase64, memorySource } from '@sealkit/core/bytes';
import { buildEvidencePackage, type EvidenceLog } from '@sealkit/core/evidence';
import { AdapterError } from '../adapter-error.ts';
import { findEventProof } from '../audit/transparency-log/event-proof.ts';
import { gatherEvidence } from '../evidence/gather-evidence.ts';
import type { Snapshot } from '../doctor/snapshot.ts';
import { loadReportGlyphs } from '../glyphs/index.ts';
import type { AuditEventRecord, EnvelopeRecord } from '../storage/records.ts';
import { lastVersion } from '../envelopes/envelope-facts.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole } from './input-files.ts';
import { assertOutputFree, writeOutput } from './output-file.ts';
import { OBJECT_OPTIONS, objectsOf } from './object-location.ts';
import { type OptionRules, type ParsedArguments, parseArguments } from './parse-arguments.ts';
import { KEY_OPTIONS, withSigner } from './signing-key.ts';
import { withStoreSnapshot } from './store-snapshot.ts';

const OPTIONS = {
  ...KEY_OPTIONS,
  '--store': 'value',
  '--tenant': 'values',
  '--schema': 'value',
  ...OBJECT_OPTIONS,
  '--document': 'value',
  '--log-key': 'value',
  '--by': 'value',
  '--issuer': 'value',
  '--check-page': 'value',
  '-o': 'value',
  '--force': 'flag',
  '--json': 'flag',
} as const satisfies OptionRules;

/** `sealkit evidence build`: the package of an envelope out of a store that servers may go on with, under the register's key. */
export async function runEvidenceBuild(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const [envelopeId, ...more] = options.files;
  const [store, output] = [options.value('--store'), options.value('-o')];
  if (envelopeId === undefined || more.length > 0) throw usageError('expected the id of one envelope');
  if (store === undefined || output === undefined) throw usageError('expected --store STORE and -o OUT.asice');
  const writing = { force: options.has('--force'), signal: io.signal };
  await assertOutputFree(output, writing);
  const glyphs = await loadReportGlyphs();
  return withSigner(options, io, async (signer) => {
    const bytes = await withStoreSnapshot(store, options, async (snapshot) => {
      const envelope = await findEnvelope(snapshot, envelopeId);
      const records = await gatherEvidence(snapshot.store, {
        tenant: envelope.tenant,
        envelopeId,
        issued: {
          at: io.now().toISOString(),
          personId: options.value('--by') ?? 'operator',
          issuer: options.value('--issuer') ?? 'sealkit-register',
        },
        document: await readDocument(envelope, options, io),
        prove: (head) => proveFrom(snapshot, head, options.value('--log-key')),
        own: { report: { glyphs: glyphs.name, checkPage: options.value('--check-page') ?? null } },
      });
      return buildEvidencePackage(records, { signer, glyphs: glyphs.source });
    });
    await writeOutput(output, [memorySource(bytes)], writing);
    const outcome = { envelope: envelopeId, output, length: bytes.length };
    io.print(options.has('--json') ? JSON.stringify(outcome) : `${envelopeId}: evidence written to ${output}`);
    return EXIT.done;
  });
}

async function findEnvelope({ store, tenants }: Snapshot, id: string): Promise<EnvelopeRecord> {
  for (const tenant of tenants) {
    const envelope = await store.transaction((tx) => tx.envelopes.find(tenant, id));
    if (envelope !== undefined) return envelope;
  }
  throw new AdapterError('ENVELOPE_NOT_FOUND');
}

async function readDocument(envelope: EnvelopeRecord, options: ParsedArguments, io: CommandIo): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = options.value('--document');
  if (file !== undefined) return readWhole(file, io);
  const objects = objectsOf(options);
  if (objects === undefined || envelope.documentStoredAt === null) return null;
  const { digest } = lastVersion(envelope);
  const source = await objects.open({ tenant: envelope.tenant, digest });
  if (source === undefined) throw new AdapterError('DOCUMENT_NOT_STORED');
  return source.read(0, source.size);
}

/** From what the log has by now: a snapshot is not written to, so an event without a leaf gets none. */
async function proveFrom({ store }: Snapshot, head: AuditEventRecord, key: string | undefined): Promise<EvidenceLog | null> {
  if (key === undefined) return null;
  const found = await findEventProof(store, head);
  if (found === undefined) return null;
  const { tlogProof, timestampToken } = found;
  return { key, tlogProof, timestampToken: timestampToken === null ? null : decodeBase64(timestampToken) };
}
