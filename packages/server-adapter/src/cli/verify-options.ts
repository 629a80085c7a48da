import { type Bytes, decodeUtf8, type JsonValue } from '@sealkit/core/bytes';
import type { RevocationSource } from '@sealkit/core/ports';
import {
  parseValidationPolicy,
  type TrustAnchors,
  ValidationError,
  type ValidationPolicy,
  VALIDATION_POLICIES,
} from '@sealkit/core/validation';
import { httpRevocationSource } from '@sealkit/core/x509';
import { guardedHttpClient } from '../outbound/index.ts';
import { usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readIntentProofs } from './intent-files.ts';
import { readCertificateFiles, readSecret, readWhole } from './input-files.ts';
import { choice, isoTime, type OptionRules, parseArguments, type ParsedArguments } from './parse-arguments.ts';
import { readCrlFiles, readOcspFiles } from './revocation-files.ts';

const OPTIONS = {
  '--trust': 'values',
  '--trust-tsa': 'values',
  '--trust-seal-maker': 'values',
  '--trust-register': 'values',
  '--cert': 'values',
  '--crl': 'values',
  '--ocsp': 'values',
  '--intent': 'values',
  '--at': 'value',
  '--online': 'flag',
  '--allow-private-network': 'flag',
  '--offline': 'flag',
  '--revocation': 'value',
  '--permit': 'value',
  '--policy': 'value',
  '--content': 'value',
  '--pdf-password-file': 'value',
  '--json': 'flag',
  '--detailed': 'flag',
  '--simple': 'flag',
  '--etsi-xml': 'value',
  '--save-facts': 'value',
  '--from-facts': 'flag',
  '--force': 'flag',
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
  /** Verdict and first reason alone. */
  readonly simple: boolean;
  /** Where the report of ETSI TS 119 102-2 goes; one file is verified then. */
  readonly etsiXml: string | undefined;
  /** Where the facts go, for judging them again elsewhere; one file is verified then. */
  readonly saveFacts: string | undefined;
  /** The files are saved facts, which are believed. */
  readonly fromFacts: boolean;
  readonly force: boolean;
  readonly extraRevocation: { readonly crls: readonly Bytes[]; readonly ocspResponses: readonly Bytes[] };
  /** Proofs of intent, as evidence packages hold them. */
  readonly intentProofs: readonly JsonValue[];
  /** Where issuers, CRLs and OCSP responses are asked for; nobody is asked without `--online`. */
  readonly revocationSource: RevocationSource | undefined;
}

const REVOCATION = ['require', 'if-present', 'ignore'] as const;
const CHANGES = ['none', 'validation-material', 'form-filling', 'annotations'] as const;

/** @throws CliError (64) for the options, typed errors (4) for the files. */
export async function readVerifyRequest(words: readonly string[], io: CommandIo): Promise<VerifyRequest> {
  const options = parseArguments(words, OPTIONS);
  if (options.files.length === 0) throw usageError('expected a file to verify');
  const at = options.value('--at');
  const validationTime = at === undefined ? io.now() : isoTime('--at', at);
  if (options.has('--online') && options.has('--offline')) throw usageError('expected --online or --offline, got both');
  if (options.has('--allow-private-network') && !options.has('--online'))
    throw usageError('--allow-private-network has no use without --online');
  if (options.has('--simple') && options.has('--detailed')) throw usageError('expected --simple or --detailed, got both');
  assertOutputs(options);
  if (options.has('--from-facts')) assertJudgingOnly(options);
  const password = options.value('--pdf-password-file');
  return {
    files: options.files,
    trust: await readTrust(options, io),
    extraCertificates: await readCertificateFiles(options.values('--cert'), io),
    policy: await readPolicy(options, io),
    validationTime,
    content: options.value('--content'),
    password: password === undefined ? undefined : await readSecret(password, io),
    json: options.has('--json'),
    detailed: options.has('--detailed'),
    simple: options.has('--simple'),
    etsiXml: options.value('--etsi-xml'),
    saveFacts: options.value('--save-facts'),
    fromFacts: options.has('--from-facts'),
    force: options.has('--force'),
    extraRevocation: {
      crls: await readCrlFiles(options.values('--crl'), io),
      ocspResponses: await readOcspFiles(options.values('--ocsp'), io),
    },
    intentProofs: await readIntentProofs(options.values('--intent'), io),
    revocationSource: sourceOf(options),
  };
}

function assertOutputs(options: ParsedArguments): void {
  const outputs = ['--etsi-xml', '--save-facts'].filter((name) => options.value(name) !== undefined);
  const [output] = outputs;
  if (output !== undefined && options.files.length > 1) throw usageError(`${output}: expected one file to verify`);
  if (output === undefined && options.has('--force')) throw usageError('--force has no use without --etsi-xml or --save-facts');
}

/** Trust and material have gone into the facts: they cannot be added afterwards. */
function assertJudgingOnly(options: ParsedArguments): void {
  const late = GATHERING.filter((name) => options.has(name) || options.value(name) !== undefined || options.values(name).length > 0);
  if (late.length > 0) throw usageError(`--from-facts: expected no ${late.join(', ')}, which saved facts have in them already`);
}

const GATHERING = [
  '--trust',
  '--trust-tsa',
  '--trust-seal-maker',
  '--trust-register',
  '--cert',
  '--crl',
  '--ocsp',
  '--intent',
  '--online',
  '--content',
  '--pdf-password-file',
  '--save-facts',
] as const;

function sourceOf(options: ParsedArguments): RevocationSource | undefined {
  if (!options.has('--online')) return undefined;
  return httpRevocationSource({ http: guardedHttpClient({ allowPrivateNetwork: options.has('--allow-private-network') }) });
}

export async function readTrust(options: ParsedArguments, io: CommandIo): Promise<TrustAnchors> {
  const timestampAuthorities = options.values('--trust-tsa');
  return {
    signers: await readCertificateFiles(options.values('--trust'), io),
    sealMakers: await readCertificateFiles(options.values('--trust-seal-maker'), io),
    registers: await readCertificateFiles(options.values('--trust-register'), io),
    ...(timestampAuthorities.length === 0 ? {} : { timestampAuthorities: await readCertificateFiles(timestampAuthorities, io) }),
  };
}

/** Single options override the named policy. */
export async function readPolicy(options: ParsedArguments, io: CommandIo): Promise<ValidationPolicy> {
  const named = await namedPolicy(options.value('--policy') ?? 'strict', io);
  const revocation = options.value('--revocation');
  const permit = options.value('--permit');
  return {
    ...named,
    revocation: revocation === undefined ? named.revocation : choice('--revocation', revocation, REVOCATION),
    permittedChanges: permit === undefined ? named.permittedChanges : choice('--permit', permit, CHANGES),
  };
}

async function namedPolicy(name: string, io: CommandIo): Promise<ValidationPolicy> {
  const builtIn = Object.values(VALIDATION_POLICIES).find((policy) => policy.name === name);
  return builtIn ?? policyFile(decodeUtf8(await readWhole(name, io)), name);
}

function policyFile(text: string, file: string): ValidationPolicy {
  try {
    return parseValidationPolicy(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw usageError(`--policy: expected basic, strict, long-term or a JSON file, got ${file}`, 'OPTION_VALUE_MALFORMED');
    if (error instanceof ValidationError) throw usageError(`--policy: ${file}: ${error.message}`, 'OPTION_VALUE_MALFORMED');
    throw error;
  }
}
