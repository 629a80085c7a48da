import { type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';

/** `sealkit evidence`: what proves an envelope, fetched, made, verified and renewed. */
export async function runEvidence(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const [action, ...rest] = words;
  if (action === 'verify') return (await import('./evidence-verify-command.ts')).runEvidenceVerify(rest, io);
  if (action === 'build') return (await import('./evidence-build-command.ts')).runEvidenceBuild(rest, io);
  if (action === 'renew') return (await import('./evidence-renew-command.ts')).runEvidenceRenew(rest, io);
  if (action === undefined) throw usageError('expected sealkit evidence ENVELOPE, verify, build or renew (see --help)');
  return (await import('./evidence-fetch-command.ts')).runEvidenceFetch(words, io);
}
