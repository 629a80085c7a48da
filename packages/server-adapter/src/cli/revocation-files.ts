import { type Bytes, decodeLatin1 } from '@sealkit/core/bytes';
import { parseCrl, parseOcspResponse, parsePem, X509Error } from '@sealkit/core/x509';
import { CliError, EXIT } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole } from './input-files.ts';

/** DER of the CRLs in these files. @throws CliError (4) for a file that holds none */
export function readCrlFiles(paths: readonly string[], io: CommandIo): Promise<readonly Bytes[]> {
  return readStructures(paths, { label: 'X509 CRL', parse: parseCrl }, io);
}

/** DER of the OCSP responses in these files. @throws CliError (4) for a file that holds none */
export function readOcspFiles(paths: readonly string[], io: CommandIo): Promise<readonly Bytes[]> {
  return readStructures(paths, { label: 'OCSP RESPONSE', parse: parseOcspResponse }, io);
}

interface Structure {
  /** Of PEM blocks. */
  readonly label: string;
  readonly parse: (der: Uint8Array) => unknown;
}

async function readStructures(paths: readonly string[], structure: Structure, io: CommandIo): Promise<readonly Bytes[]> {
  const found: Bytes[] = [];
  for (const path of paths) found.push(...structuresIn(await readWhole(path, io), structure, path));
  return found;
}

/** One structure in DER, or all PEM blocks of the label. */
function structuresIn(file: Bytes, { label, parse }: Structure, path: string): readonly Bytes[] {
  const structures =
    file[0] === 0x30
      ? [file]
      : parsePem(decodeLatin1(file))
          .filter((block) => block.label === label)
          .map(({ der }) => der);
  if (structures.length === 0)
    throw new CliError('FILE_FORMAT_UNSUPPORTED', `${path}: expected DER, or PEM with a block ${label}`, EXIT.notProcessed);
  for (const der of structures) assertReadable(der, { label, parse }, path);
  return structures;
}

function assertReadable(der: Bytes, { label, parse }: Structure, path: string): void {
  try {
    parse(der);
  } catch (cause) {
    if (!(cause instanceof X509Error)) throw cause;
    throw new CliError(
      'FILE_FORMAT_UNSUPPORTED',
      `${path}: expected a readable ${label}, got one that is not: ${cause.message}`,
      EXIT.notProcessed,
    );
  }
}
