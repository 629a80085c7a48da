import { type Bytes, concatBytes, decodeBase64 } from '@sealkit/core/bytes';
import { digestText } from '@sealkit/core/crypto';
import { buildEvidencePackage, type EvidenceLog, type EvidenceRecords, formatVerifierKey } from '@sealkit/core/evidence';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { proveEvent } from '../audit/transparency-log/event-proof.ts';
import { nodeDigestEngine } from '../bytes/index.ts';
import { assertMayWith, findEnvelope } from '../envelopes/find-envelope.ts';
import { openStoredDocument } from '../envelopes/stored/stored-document.ts';
import { lastVersion } from '../envelopes/envelope-facts.ts';
import type { AuditEventRecord, EnvelopeRecord } from '../storage/records.ts';
import { withDeposits } from './anchors/deposit-case.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { issuerRecords } from './issuer-records.ts';
import { manifestLevel } from './manifest-level.ts';
import { withRevocation } from './revocation-of-evidence.ts';

/**
 * The evidence package of an envelope, for whoever may read it. Whoever opened it and its parties get the document of a stored one
 * with it; where the document stays with the people it goes in as they send it, or is put beside the package when it is verified.
 *
 * @param octets the document, of an envelope whose document does not come to the server
 * @throws {@link AdapterError} `ENVELOPE_NOT_FOUND`, `NOT_AUTHORIZED`, `EVIDENCE_BLOCKED`, `DIGEST_MISMATCH`, `LOG_INCONSISTENT`
 */
export async function issueEvidence(
  context: AdapterContext,
  principal: Principal,
  envelopeId: string,
  octets?: AsyncIterable<Bytes>,
): Promise<Bytes> {
  const place = await assertMayWith(context, principal, 'envelope.evidence', envelopeId);
  const { tenant, personId } = principal;
  await assertLogHolds(context, tenant);
  const now = context.clock.now();
  const envelope = await context.store.transaction((tx) => findEnvelope(tx, tenant, envelopeId, now));
  const sent = octets === undefined ? null : await readSent(octets);
  const document = sent ?? (place === 'administrator' ? null : await readStored(context, envelope));
  const records = await gatherEvidence(context.store, {
    tenant,
    envelopeId,
    issued: { at: now.toISOString(), personId, issuer: context.issuer },
    document,
    prove: (head) => proveHead(context, head),
    own: await issuerRecords(context, document),
  });
  if (sent !== null) await assertKnown(sent, envelope, records);
  const { glyphs } = context.evidence;
  const raise = manifestLevel(context, now);
  return buildEvidencePackage(await withDeposits(context, await withRevocation(context, records)), {
    signer: context.registerSigner,
    ...(glyphs === undefined ? {} : { glyphs: glyphs.source }),
    ...(raise === undefined ? {} : { raise }),
  });
}

/** Where the monitor found that the log was written to by another hand, nothing of this tenant is proven by it. */
async function assertLogHolds({ logWatch }: AdapterContext, tenant: string): Promise<void> {
  const { intact, fault } = await logWatch.look(tenant, { scope: { sealNumbers: [], personIds: [] } });
  if (!intact) throw new AdapterError('EVIDENCE_BLOCKED', { values: { reason: fault?.code ?? 'LOG_BROKEN' } });
}

async function readSent(octets: AsyncIterable<Bytes>): Promise<Bytes> {
  const parts: Bytes[] = [];
  for await (const part of octets) parts.push(part);
  return concatBytes(...parts);
}

/**
 * The last version, or where there are no parties, the file of one of the uses: then the envelope holds the document as it was opened, and
 * each use is a file of its own.
 */
async function assertKnown(document: Bytes, envelope: EnvelopeRecord, { uses }: EvidenceRecords): Promise<void> {
  const files = envelope.parties.length > 0 ? [] : uses.map(({ facts }) => facts.fileDigest);
  if (![lastVersion(envelope).digest, ...files].includes(await digestText('SHA-256', document, nodeDigestEngine)))
    throw new AdapterError('DIGEST_MISMATCH');
}

async function readStored(context: AdapterContext, envelope: EnvelopeRecord): Promise<Bytes | null> {
  if (envelope.storage !== 'stored' || envelope.documentStoredAt === null) return null;
  const source = await openStoredDocument(context, envelope.tenant, lastVersion(envelope).digest);
  return source.read(0, source.size);
}

async function proveHead(context: AdapterContext, head: AuditEventRecord): Promise<EvidenceLog | null> {
  if (context.transparencyLog === null) return null;
  const { tlogProof, timestampToken } = await proveEvent(context, head);
  return {
    key: formatVerifierKey(await context.transparencyLog.verifierKey(head.tenant)),
    tlogProof,
    timestampToken: timestampToken === null ? null : decodeBase64(timestampToken),
  };
}
