import type { ByteSource } from '../../bytes/index.ts';
import { type EvidenceRecord, type EvidenceRecordCover, materialOfSignedData, readEvidenceRecordCover } from '../../cades/index.ts';
import { digestText } from '../../crypto/index.ts';
import { blankSignature } from './blank-signature.ts';
import { createCertificatePool } from './certificate-pool.ts';
import { signatureId, timestampId } from './evidence-id.ts';
import { issuerFetcher } from './fetch-issuers.ts';
import type { GatherOptions } from './gather-context.ts';
import { isOver } from './gather-evidence-records.ts';
import { gatherRevocation } from './gather-revocation.ts';
import { gatherToken } from './gather-token.ts';
import { materialAtHand } from './material-at-hand.ts';
import { revocationSubjects } from './revocation-subjects.ts';
import { contentOfSpans } from './signed-content.ts';
import type { TimestampFacts } from './timestamp-facts.ts';
import type { Notice, ValidationFacts } from './validation-facts.ts';

export interface GatheredEvidenceRecord {
  readonly cover: EvidenceRecordCover;
  /** The one signature in it stands for the data objects: its time-stamps are those of the record. */
  readonly facts: ValidationFacts;
}

/**
 * Facts of a record that lies in a file of its own, over data objects of any length.
 *
 * @param bytes the record as received.
 * @see RFC 4998 §4.3, §5.3
 */
export async function gatherEvidenceRecord(
  record: EvidenceRecord,
  bytes: Uint8Array,
  objects: readonly ByteSource[],
  options: GatherOptions,
): Promise<GatheredEvidenceRecord> {
  const cover = await readEvidenceRecordCover(
    record,
    objects.map((object) => contentOfSpans(object, [{ start: 0, end: object.size }], options)),
  );
  const pool = createCertificatePool();
  const notices: Notice[] = [];
  const material = await materialAtHand(options);
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const issuers = issuerFetcher(options.revocationSource, { material, notices, ...signal });
  const around = { material, trust: options.trust, pool, ...issuers };
  const timestamps: TimestampFacts[] = [];
  const existed = [signatureId(0)];
  for (const [place, { timeStamp, token }] of record.chains.flatMap((chain) => chain.timestamps).entries()) {
    const own = cover.timestamps[place];
    const imprintMatches = own === undefined ? null : isOver(own);
    const covers = [...existed];
    existed.push(timestampId(0, place), ...(await material.add(materialOfSignedData(token.signedData), 'document')));
    const subject = { value: timeStamp, kind: 'evidence-record-time-stamp', within: true } as const;
    timestamps.push(await gatherToken(subject, () => Promise.resolve({ imprintMatches, covers }), around));
  }
  const signatures = [{ ...blankSignature(null), timestamps }];
  const source = options.revocationSource === undefined ? {} : { source: options.revocationSource };
  const revocation = await gatherRevocation({
    subjects: revocationSubjects(signatures, options.trust),
    material,
    pool,
    ...source,
    ...signal,
  });
  return {
    cover,
    facts: {
      version: 1,
      document: {
        kind: 'evidence-record',
        size: bytes.length,
        digest: await digestText('SHA-256', bytes),
        encrypted: false,
        pages: null,
        revisionEnds: [],
        repaired: false,
        notices: [...notices, ...revocation.notices],
        changes: [],
        changesFault: null,
        structureFaults: [],
        lostSignatures: [],
        copiedPictures: [],
      },
      certificates: pool.contents(),
      signatures,
      revocation: revocation.answers,
    },
  };
}
