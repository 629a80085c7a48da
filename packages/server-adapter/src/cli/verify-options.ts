import type { Bytes } from '@sealkit/core/bytes';
import { decodeUtf8 } from '@sealkit/core/bytes';
import { type TrustAnchors, type ValidationPolicy, VALIDATION_POLICIES } from '@sealkit/core/validation';
import { usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readCertificateFiles, readSecret, readWhole } from './input-files.ts';
import { choice, isoTime, type OptionRules, parseArguments, type ParsedArguments } from './parse-arguments.ts';

const OPTIONS = {
  '--trust': 'values',
  '--trust-tsa': 'values',
  '--trust-seal-maker': 'values',
  '--trust-register': 'values',
  '--cert': 'values',
  '--crl': 'values',
  '--ocsp': 'values',
  '--at': 'value',
  '--online': 'not-available-flag',
  '--allow-private-network': 'not-available-flag',
  '--offline': 'flag',
  '--revocation': 'value',
  '--permit': 'value',
  '--policy': 'value',
  '--content': 'value',
  '--pdf-password-file': 'value',
  '--json': 'flag',
  '--detailed': 'flag',
} as const satisfies OptionRules;

/** What `verify` is asked, every file read that the options name. */
export interface VerifyRequest {
  readonly files: readonly string[];
  readonly trust: TrustAnchors;
  readonly extraCertificates: readonly Bytes[];
  readonly policy: ValidationPolicy;
  readonly validationTime: Date;
  readonly content: string | undefined;
  readonly password: string | undefined;
  readonly json: boolean;
  readonly detailed: boolean;
  /** Revocation data was handed over, which this version does not judge. */
  readonly revocationDataIgnored: boolean;
}

const REVOCATION = ['require', 'if-present', 'ignore'] as const;
const CHANGES = ['none', 'validation-material', 'form-filling', 'annotations'] as const;

/** @throws CliError (64) for the options, typed errors (4) for the files. */
export async function readVerifyRequest(words: readonly string[], io: CommandIo): Promise<VerifyRequest> {
  const options = parseArguments(words, OPTIONS);
  if (options.files.length === 0) throw usageError('expected a file to verify');
  const at = options.value('--at');
  const validationTime = at === undefined ? io.now() : isoTime('--at', at);
  const revocationFiles = [...options.values('--crl'), ...options.values('--ocsp')];
  for (const path of revocationFiles) await readWhole(path, io);
  const password = options.value('--pdf-password-file');
  return {
    files: options.files,
    trust: await readTrust(options, io),
    extraCertificates: await readCertificateFiles(options.values('--cert'), io),
    policy: await readPolicy(options, io, revocationFiles.length > 0),
    validationTime,
    content: options.value('--content'),
    password: password === undefined ? undefined : await readSecret(password, io),
    json: options.has('--json'),
    detailed: options.has('--detailed'),
    revocationDataIgnored: revocationFiles.length > 0,
  };
}

async function readTrust(options: ParsedArguments, io: CommandIo): Promise<TrustAnchors> {
  const timestampAuthorities = options.values('--trust-tsa');
  return {
    signers: await readCertificateFiles(options.values('--trust'), io),
    sealMakers: await readCertificateFiles(options.values('--trust-seal-maker'), io),
    registers: await readCertificateFiles(options.values('--trust-register'), io),
    ...(timestampAuthorities.length === 0 ? {} : { timestampAuthorities: await readCertificateFiles(timestampAuthorities, io) }),
  };
}

/** Single options override the named policy. Revocation data that is not judged counts as missing: it might say "revoked". */
async function readPolicy(options: ParsedArguments, io: CommandIo, revocationData: boolean): Promise<ValidationPolicy> {
  const named = await namedPolicy(options.value('--policy') ?? 'strict', io);
  const revocation = options.value('--revocation');
  const permit = options.value('--permit');
  const wanted = revocation === undefined ? named.revocation : choice('--revocation', revocation, REVOCATION);
  return {
    ...named,
    revocation: revocationData && wanted !== 'ignore' ? 'require' : wanted,
    permittedChanges: permit === undefined ? named.permittedChanges : choice('--permit', permit, CHANGES),
  };
}

async function namedPolicy(name: string, io: CommandIo): Promise<ValidationPolicy> {
  const builtIn = Object.values(VALIDATION_POLICIES).find((policy) => policy.name === name);
  return builtIn ?? parsePolicy(decodeUtf8(await readWhole(name, io)), name);
}

const MEMBERS = ['longTerm', 'name', 'permittedChanges', 'revocation'];

function parsePolicy(text: string, file: string): ValidationPolicy {
  let value: { readonly [name: string]: unknown };
  try {
    value = Object(JSON.parse(text)) as typeof value;
  } catch {
    throw usageError(`--policy: expected basic, strict, long-term or a JSON file, got ${file}`, 'OPTION_VALUE_MALFORMED');
  }
  const { name, longTerm, revocation, permittedChanges } = value;
  const complete = Object.keys(value).sort().join() === MEMBERS.join() && typeof name === 'string' && typeof longTerm === 'boolean';
  if (!complete) throw usageError(`--policy: expected exactly ${MEMBERS.join(', ')} in ${file}`, 'OPTION_VALUE_MALFORMED');
  return {
    name,
    longTerm,
    revocation: choice('--policy revocation', String(revocation), REVOCATION),
    permittedChanges: choice('--policy permittedChanges', String(permittedChanges), CHANGES),
  };
}
