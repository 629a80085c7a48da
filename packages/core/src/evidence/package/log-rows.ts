import { encodeUtf8, memorySource } from '../../bytes/index.ts';
import { validateCms, VALIDATION_POLICIES } from '../../validation/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { parseSignedNote } from '../transparency-log/signed-note.ts';
import { parseTlogProof } from '../transparency-log/tlog-proof.ts';
import { parseVerifierKey, type VerifierKey } from '../transparency-log/verifier-key.ts';
import { verifyEventInclusion } from '../transparency-log/verify-inclusion.ts';
import { ENTRY } from './entry-names.ts';
import { type EvidenceRow, failed, row, statusOf } from './evidence-report.ts';
import { type PackageContents, textOf } from './package-contents.ts';

/** That the head of the chain is in the tenant's log, and when the log's checkpoint was time-stamped. §6.3 */
export async function logRows(contents: PackageContents): Promise<readonly EvidenceRow[]> {
  const { evidence, files } = contents;
  const proof = textOf(contents, ENTRY.tlogProof);
  if (evidence.log === null || proof === undefined) return [];
  const token = files.get(ENTRY.checkpointTimestamp);
  return [
    ...(evidence.events === null ? [] : [await inclusionRow(contents, proof, evidence.log.key, evidence.events.head)]),
    ...(token === undefined ? [] : [await timestampRow(contents, proof, token)]),
  ];
}

async function inclusionRow({ options }: PackageContents, proof: string, key: string, head: string): Promise<EvidenceRow> {
  const id = 'log.inclusion';
  const logKey = await readKey(key);
  if (logKey === undefined) return failed(id, '', 'LOG_KEY_MALFORMED');
  const verdict = await verifyEventInclusion({ eventDigest: head, tlogProof: proof, logKey, engine: options.engine });
  if (verdict.indication !== 'PASSED') return row(id, '', statusOf(verdict.indication), verdict.reasons[0] ?? null);
  const values = { log: logKey.name, index: verdict.index, size: verdict.size };
  const isTrusted = options.trust.logs.includes(key);
  return row(id, '', isTrusted ? 'passed' : 'indeterminate', 'LOG_KEY_NOT_TRUSTED', values);
}

async function timestampRow({ options }: PackageContents, proof: string, token: Uint8Array): Promise<EvidenceRow> {
  const note = readNote(proof);
  if (note === undefined) return failed('log.timestamp', ENTRY.checkpointTimestamp, 'PROOF_MALFORMED');
  const authorities = options.trust.timestampAuthorities ?? options.trust.signers;
  const report = await validateCms(token, {
    trust: { signers: [], sealMakers: [], registers: [], timestampAuthorities: authorities },
    policy: VALIDATION_POLICIES.basic,
    validationTime: options.validationTime,
    content: memorySource(encodeUtf8(note)),
  });
  const [found] = report.signatures;
  const values = { time: found?.bestSignatureTime ?? null, authority: found?.signer?.subject ?? null };
  return row(
    'log.timestamp',
    ENTRY.checkpointTimestamp,
    statusOf(found?.indication ?? 'FAILED'),
    found?.subIndication ?? 'FORMAT_FAILURE',
    values,
  );
}

async function readKey(text: string): Promise<VerifierKey | undefined> {
  try {
    const key = await parseVerifierKey(text);
    return key.type === 'ed25519' ? key : undefined;
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}

function readNote(proof: string): string | undefined {
  try {
    return parseSignedNote(parseTlogProof(proof).checkpoint).text;
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}
