import {
  Asn1Error,
  DerFields,
  type DerNode,
  derChildren,
  derRaw,
  parseDer,
  readInteger,
  readOctetString,
  readSequence,
  TAGS,
} from '../../asn1/index.ts';
import type { Bytes } from '../../bytes/index.ts';
import { CmsError, type DigestIdentifier, parseTimestampToken, readDigestIdentifier, type TimestampToken } from '../../cms/index.ts';
import { CadesError } from '../cades-error.ts';

/** One archive time-stamp: what it is over, as lists of digests, and its token. */
export interface ArchiveTimestamp {
  /** Of the digests in the lists; the one of the token's imprint where the field is absent (§4.1). */
  readonly digestAlgorithm: DigestIdentifier;
  /** Lists of digests from the data object's up to the root; empty where the token is over the digest itself. */
  readonly reducedHashtree: readonly (readonly Bytes[])[];
  /** The field timeStamp, as received. */
  readonly timeStamp: Bytes;
  readonly token: TimestampToken;
}

/** Archive time-stamps, each over the one before, under one digest algorithm. */
export interface ArchiveTimestampChain {
  /** The ArchiveTimeStampChain, as received. */
  readonly raw: Bytes;
  readonly timestamps: readonly ArchiveTimestamp[];
}

/** An evidence record, oldest chain first. Reading it says nothing about whether it proves anything. */
export interface EvidenceRecord {
  readonly digestAlgorithms: readonly DigestIdentifier[];
  readonly isEncrypted: boolean;
  readonly chains: readonly ArchiveTimestampChain[];
}

/** Bounds of one record: honest ones are renewed every few years, and a tree of a billion objects has 30 lists. */
const MAX_TIMESTAMPS = 256;
const MAX_LISTS = 64;
const MAX_DIGESTS = 65_536;

/**
 * Reads an EvidenceRecord, DER.
 *
 * @throws {@link CadesError} `CADES_EVIDENCE_RECORD_MALFORMED`, with the reason of the lower layer as cause.
 * @see RFC 4998 §3.1, §4.1, §5.1
 */
export function parseEvidenceRecord(der: Uint8Array): EvidenceRecord {
  try {
    return readEvidenceRecord(parseDer(der));
  } catch (cause) {
    if (cause instanceof Asn1Error || cause instanceof CmsError) throw malformed(`expected an evidence record: ${cause.message}`, cause);
    throw cause;
  }
}

function readEvidenceRecord(root: DerNode): EvidenceRecord {
  const fields = new DerFields(root);
  const version = readInteger(fields.take(TAGS.INTEGER));
  if (version !== 1n) throw malformed(`expected version 1, got ${version}`);
  const digestAlgorithms = readSequence(fields.take(TAGS.SEQUENCE)).map(readDigestIdentifier);
  fields.takeContext(0);
  const encryption = fields.takeContext(1);
  const chainNodes = readSequence(fields.take(TAGS.SEQUENCE));
  fields.end();
  const total = chainNodes.reduce((sum, chain) => sum + derChildren(chain).length, 0);
  if (total > MAX_TIMESTAMPS) throw malformed(`expected at most ${MAX_TIMESTAMPS} archive time-stamps, got ${total}`);
  const chains = chainNodes.map(readChain);
  if (chains.length === 0) throw malformed('expected an archive time-stamp');
  return { digestAlgorithms, isEncrypted: encryption !== undefined, chains };
}

function readChain(node: DerNode): ArchiveTimestampChain {
  const timestamps = readSequence(node).map(readArchiveTimestamp);
  if (timestamps.length === 0) throw malformed('expected an archive time-stamp in each chain');
  return { raw: derRaw(node), timestamps };
}

function readArchiveTimestamp(node: DerNode): ArchiveTimestamp {
  const fields = new DerFields(node);
  const algorithm = fields.takeContext(0);
  fields.takeContext(1);
  const tree = fields.takeContext(2);
  const timeStamp = derRaw(fields.take(TAGS.SEQUENCE));
  fields.end();
  const token = parseTimestampToken(timeStamp);
  return {
    digestAlgorithm: algorithm === undefined ? token.tstInfo.messageImprint.algorithm : readTaggedIdentifier(algorithm),
    reducedHashtree: tree === undefined ? [] : readHashtree(tree),
    timeStamp,
    token,
  };
}

/** `[0] IMPLICIT AlgorithmIdentifier`. */
function readTaggedIdentifier(node: DerNode): DigestIdentifier {
  const raw = derRaw(node);
  raw[0] = SEQUENCE;
  return readDigestIdentifier(parseDer(raw));
}

const SEQUENCE = 0x30;

function readHashtree(node: DerNode): readonly (readonly Bytes[])[] {
  const lists = derChildren(node);
  if (lists.length > MAX_LISTS) throw malformed(`expected at most ${MAX_LISTS} lists of digests, got ${lists.length}`);
  return lists.map((list) => {
    const digests = readSequence(list);
    if (digests.length === 0 || digests.length > MAX_DIGESTS)
      throw malformed(`expected 1 to ${MAX_DIGESTS} digests in a list, got ${digests.length}`);
    return digests.map(readOctetString);
  });
}

function malformed(message: string, cause?: unknown): CadesError {
  return new CadesError('CADES_EVIDENCE_RECORD_MALFORMED', message, cause === undefined ? {} : { cause });
}
