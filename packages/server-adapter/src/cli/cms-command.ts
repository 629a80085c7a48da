import { type ByteSource, type Bytes, memorySource } from '@sealkit/core/bytes';
import { augmentCades, type BaselineLevel, encodeCadesSignature, encodeSignedAttributes } from '@sealkit/core/cades';
import { encapsulateContent, joinSignedData, MAX_CONTENT_INFO } from '@sealkit/core/cms';
import { digest, digestSource, formatDigest, verifySignatureValue } from '@sealkit/core/crypto';
import type { Signer, SigningDigest } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { nodeDigestEngine } from '../bytes/index.ts';
import { CliError, EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { STANDARD_INPUT, withSource } from './input-files.ts';
import { assertOutputFree, writeOutput } from './output-file.ts';
import { isoTime, type OptionRules, parseArguments } from './parse-arguments.ts';
import { levelOf, type PkiServices, SERVICE_OPTIONS, servicesOf } from './pki-services.ts';
import { KEY_OPTIONS, withSigner } from './signing-key.ts';

const OPTIONS = {
  ...KEY_OPTIONS,
  ...SERVICE_OPTIONS,
  '-o': 'value',
  '--force': 'flag',
  '--json': 'flag',
  '--at': 'value',
  '--attached': 'flag',
} as const satisfies OptionRules;

/** Content that goes into the file: the rest of a ContentInfo has room beside it. */
const MAX_ATTACHED = MAX_CONTENT_INFO - (64 << 20);

/** `sealkit cms`: a CAdES signature over a file, detached or with the content inside. */
export async function runCms(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const level = levelOf(options, 'B-B');
  const [file, ...more] = options.files;
  const output = options.value('-o');
  if (file === undefined || more.length > 0) throw usageError('expected one file to sign');
  if (output === undefined || output === STANDARD_INPUT) throw usageError('expected -o OUT.p7s');
  const at = options.value('--at');
  const signingTime = at === undefined ? io.now() : isoTime('--at', at);
  const services = await servicesOf(options, level, io);
  const writing = { force: options.has('--force'), input: file, signal: io.signal };
  const attached = options.has('--attached');
  return withSigner(options, io, async (signer) => {
    await assertOutputFree(output, writing);
    const endProgress = io.showProgress(`signing ${file}`);
    try {
      return await withSource(file, io, async (source) => {
        if (attached && source.size > MAX_ATTACHED)
          throw new CliError('FILE_TOO_LARGE', `--attached: expected at most ${MAX_ATTACHED} octets`, EXIT.notProcessed);
        const { cms, messageDigest } = await signContent(source, signer, { signingTime, io });
        const raised = await raise(cms, level, services, { content: source, io });
        await writeOutput(output, [attached ? joinSignedData(raised.cms, encapsulateContent(source)) : memorySource(raised.cms)], writing);
        const outcome = { file, output, level: raised.level, contentDigest: formatDigest(signer.algorithm.digest, messageDigest) };
        io.print(options.has('--json') ? JSON.stringify(outcome) : `${file}: signed at level ${raised.level}, written to ${output}`);
        return EXIT.done;
      });
    } finally {
      endProgress();
    }
  });
}

async function raise(
  cms: Bytes,
  level: BaselineLevel,
  { timestamps, material }: PkiServices,
  { content, io }: { readonly content: ByteSource; readonly io: CommandIo },
): Promise<{ readonly cms: Bytes; readonly level: BaselineLevel }> {
  if (level === 'B-B' || timestamps === undefined) return { cms, level: 'B-B' };
  return augmentCades(cms, {
    level,
    timestamps,
    ...(material === undefined ? {} : { material }),
    content,
    now: io.now(),
    engine: nodeDigestEngine,
    signal: io.signal,
  });
}

interface CmsRequest {
  readonly signingTime: Date;
  readonly io: CommandIo;
}

/** A detached signature: what goes over content that is put in later too. */
async function signContent(
  source: ByteSource,
  signer: Signer<SigningDigest>,
  { signingTime, io }: CmsRequest,
): Promise<{ readonly cms: Bytes; readonly messageDigest: Bytes }> {
  const { algorithm, certificates } = signer;
  const [leaf] = certificates;
  if (leaf === undefined) throw usageError('expected the certificate of the key');
  const messageDigest = await digestSource(algorithm.digest, source, { engine: nodeDigestEngine, signal: io.signal });
  const signedAttributes = await encodeSignedAttributes({
    messageDigest,
    digestAlgorithm: algorithm.digest,
    signingCertificate: leaf,
    signingTime,
  });
  const signature = await signer.sign(
    { dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) },
    { signal: io.signal },
  );
  const publicKey = parseCertificate(leaf).spki;
  if ((await verifySignatureValue({ algorithm, publicKey, signature, message: signedAttributes })) !== 'valid')
    throw new CliError('SELF_CHECK_FAILED', 'the value that the key made does not verify with its certificate', EXIT.notProcessed);
  const cms = encodeCadesSignature({
    signedAttributes,
    digestAlgorithm: algorithm.digest,
    signatureAlgorithm: algorithm,
    signature,
    certificates,
  });
  return { cms, messageDigest };
}
