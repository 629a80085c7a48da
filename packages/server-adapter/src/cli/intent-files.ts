import { BytesError, canonicalJson, decodeUtf8, type JsonValue } from '@sealkit/core/bytes';
import { CliError, EXIT } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole } from './input-files.ts';

/** The proofs of intent in these files, one in each. @throws CliError (4) for a file that is no JSON object with a `challenge` */
export async function readIntentProofs(paths: readonly string[], io: CommandIo): Promise<readonly JsonValue[]> {
  const proofs: JsonValue[] = [];
  for (const path of paths) proofs.push(parseProof(await readWhole(path, io), path));
  return proofs;
}

function parseProof(file: Uint8Array, path: string): JsonValue {
  try {
    const proof = JSON.parse(decodeUtf8(file)) as JsonValue;
    // Whatever has no canonical spelling has no digest by which a use record could name it.
    canonicalJson(proof);
    if (typeof proof === 'object' && proof !== null && 'challenge' in proof) return proof;
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof BytesError)) throw cause;
  }
  throw new CliError('FILE_FORMAT_UNSUPPORTED', `${path}: expected a proof of intent, JSON with its challenge`, EXIT.notProcessed);
}
