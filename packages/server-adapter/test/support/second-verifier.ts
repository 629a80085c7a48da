import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EvidenceReport, EvidenceTrust } from '@sealkit/core/evidence';
import { encodePem } from '@sealkit/core/x509';

const PROGRAM = fileURLToPath(new URL('../../../../tools/evidence-verify/verify.py', import.meta.url));

/** Whether Python and its package `cryptography` are there. */
export const secondVerifierPresent: boolean = spawnSync('python3', ['-c', 'import cryptography.hazmat.primitives.hashes']).status === 0;

/** What the verifier in Python says of each package, in one run. */
export function verifyInPython(packages: readonly Uint8Array[], trust: EvidenceTrust, at: Date): readonly EvidenceReport[] {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
  try {
    const write = (name: string, content: string | Uint8Array): string => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    };
    const bundle = (name: string, certificates: readonly Uint8Array[]): string =>
      write(name, certificates.map((der) => encodePem('CERTIFICATE', der)).join('\n'));
    const anchors = [
      ['--trust', bundle('signers.pem', trust.signers)],
      ['--trust-register', bundle('registers.pem', trust.registers)],
      ['--trust-seal-maker', bundle('makers.pem', trust.sealMakers)],
      ['--trust-tsa', bundle('authorities.pem', trust.timestampAuthorities ?? trust.signers)],
      ...trust.logs.map((key) => ['--log-key', key]),
    ].flat();
    const paths = packages.map((bytes, index) => `${write(`${index}.asice`, bytes)}\n`);
    const answer = execFileSync('python3', ['-B', PROGRAM, '-', ...anchors, '--at', at.toISOString()], {
      input: paths.join(''),
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    return answer
      .trimEnd()
      .split('\n')
      .map((line): EvidenceReport => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
