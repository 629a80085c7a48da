import { type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';

/** `sealkit evidence`: what proves an envelope, made and verified. */
export async function runEvidence(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const [action, ...rest] = words;
  if (action === 'verify') return (await import('./evidence-verify-command.ts')).runEvidenceVerify(rest, io);
  if (action === 'build') return (await import('./evidence-build-command.ts')).runEvidenceBuild(rest, io);
  throw usageError('expected sealkit evidence verify or sealkit evidence build (see --help)');
}
