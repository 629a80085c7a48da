import { type EvidenceReport, verifyEvidencePackage } from '@sealkit/core/evidence';
import { nodeDigestEngine } from '../bytes/index.ts';
import { loadReportGlyphs } from '../glyphs/index.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole, withSource } from './input-files.ts';
import { isoTime, type OptionRules, parseArguments } from './parse-arguments.ts';
import { readPolicy, readTrust } from './verify-options.ts';

const OPTIONS = {
  '--trust': 'values',
  '--trust-tsa': 'values',
  '--trust-seal-maker': 'values',
  '--trust-register': 'values',
  '--log-key': 'values',
  '--document': 'value',
  '--at': 'value',
  '--revocation': 'value',
  '--permit': 'value',
  '--policy': 'value',
  '--json': 'flag',
} as const satisfies OptionRules;

const EXIT_OF = { PASSED: EXIT.done, FAILED: EXIT.failed, INDETERMINATE: EXIT.indeterminate } as const;

/** `sealkit evidence verify`: one package, offline. */
export async function runEvidenceVerify(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const [file, ...more] = options.files;
  if (file === undefined || more.length > 0) throw usageError('expected one evidence package');
  const [at, document] = [options.value('--at'), options.value('--document')];
  const trust = { ...(await readTrust(options, io)), logs: options.values('--log-key') };
  const policy = await readPolicy(options, io);
  const beside = document === undefined ? {} : { document: await readWhole(document, io) };
  const validationTime = at === undefined ? io.now() : isoTime('--at', at);
  const reportGlyphs = await loadReportGlyphs();
  const asked = { trust, policy, validationTime, ...beside, engine: nodeDigestEngine, reportGlyphs, signal: io.signal };
  const report = await withSource(file, io, (source) => verifyEvidencePackage(source, asked));
  if (options.has('--json')) io.print(JSON.stringify({ file, ...report }));
  else for (const line of linesOf(file, report)) io.print(line);
  return EXIT_OF[report.indication];
}

function linesOf(file: string, { indication, envelopeId, rows }: EvidenceReport): readonly string[] {
  const lines = [`${file}: ${indication}${envelopeId === null ? '' : `, envelope ${envelopeId}`}`];
  for (const { id, subject, status, reason, values } of rows) {
    const said = Object.entries(values).filter(([, value]) => value !== null);
    const facts = said.map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
    lines.push(
      `  ${status.padEnd(13)} ${[id, subject, reason, facts === '' ? null : `(${facts})`].filter(Boolean).join(' ')}`.replaceAll(
        CONTROL,
        '?',
      ),
    );
  }
  return lines;
}

// oxlint-disable-next-line no-control-regex -- what a package says must not reach a terminal as it is
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;
