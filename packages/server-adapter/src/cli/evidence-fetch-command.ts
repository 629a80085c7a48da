import { type Bytes, concatBytes, memorySource } from '@sealkit/core/bytes';
import { readCanonicalZip } from '@sealkit/core/evidence';
import { CliError, EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readSecret } from './input-files.ts';
import { assertOutputFree, writeOutput } from './output-file.ts';
import { type OptionRules, parseArguments } from './parse-arguments.ts';

const OPTIONS = {
  '--server': 'value',
  '--token-file': 'value',
  '-o': 'value',
  '--force': 'flag',
  '--json': 'flag',
} as const satisfies OptionRules;

const MEDIA_TYPE = 'application/vnd.etsi.asic-e+zip';
/** A package is at most this long (docs/evidence-format.md §1). */
const LONGEST = 1 << 30;

/** `sealkit evidence ENVELOPE`: the package as a running server makes it, for the person of the token. */
export async function runEvidenceFetch(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const [envelope, ...more] = options.files;
  const [server, tokenFile, output] = [options.value('--server'), options.value('--token-file'), options.value('-o')];
  if (envelope === undefined || more.length > 0) throw usageError('expected the id of one envelope');
  if (server === undefined || tokenFile === undefined || output === undefined)
    throw usageError('expected --server URL, --token-file F and -o OUT.asice');
  const url = addressOf(server, envelope);
  const writing = { force: options.has('--force'), signal: io.signal };
  await assertOutputFree(output, writing);
  const bytes = await download(url, await readSecret(tokenFile, io), io.signal);
  await writeOutput(output, [memorySource(bytes)], writing);
  const outcome = { envelope, output, length: bytes.length };
  io.print(options.has('--json') ? JSON.stringify(outcome) : `${envelope}: evidence written to ${output}`);
  return EXIT.done;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function addressOf(server: string, envelope: string): URL {
  if (!URL.canParse(server) || !/^https?:/.test(server)) throw usageError('--server: expected a URL of http or https');
  const url = new URL(server);
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw usageError('--server: expected https: a token would travel in clear to everybody on the way');
  return new URL(`${server.replace(/\/$/, '')}/envelopes/${encodeURIComponent(envelope)}/evidence`);
}

async function download(url: URL, token: string, signal: AbortSignal): Promise<Bytes> {
  let response: Response;
  try {
    // A token goes to no other address than the one that was given.
    response = await fetch(url, { headers: { authorization: `Bearer ${token}`, accept: MEDIA_TYPE }, redirect: 'error', signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new CliError('SERVER_UNREACHABLE', `${url.origin}: the server could not be reached`, EXIT.service, { cause });
  }
  if (response.status !== 200) throw await refusalOf(response);
  if (response.headers.get('content-type') !== MEDIA_TYPE)
    throw new CliError('SERVER_ANSWER_UNKNOWN', `${url.origin}: expected ${MEDIA_TYPE}`, EXIT.notProcessed);
  const bytes = await readBounded(response);
  const read = readCanonicalZip(bytes);
  if ('reason' in read)
    throw new CliError('SERVER_ANSWER_UNKNOWN', `${url.origin}: expected an evidence package (${read.reason})`, EXIT.notProcessed);
  return bytes;
}

async function readBounded({ body }: Response): Promise<Bytes> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > LONGEST) throw new CliError('SERVER_ANSWER_UNKNOWN', `expected at most ${LONGEST} octets`, EXIT.notProcessed);
  }
  return concatBytes(...parts);
}

/** With the code that the server gives (RFC 9457), where it gives one. */
async function refusalOf(response: Response): Promise<CliError> {
  const text = (await response.text()).slice(0, 65_536);
  const code = /"code":"([A-Z][A-Z0-9_]{1,60})"/.exec(text)?.[1];
  return new CliError(
    'SERVER_REFUSED',
    `the server answered ${response.status}${code === undefined ? '' : `, ${code}`}`,
    EXIT.notProcessed,
  );
}
