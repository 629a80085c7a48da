import { type Bytes, type ByteSource, type CallOptions, concatBytes, concatSources, memorySource } from '../../bytes/index.ts';
import {
  type BaselineLevel,
  includesLevel,
  type MaterialOptions,
  type MissingMaterial,
  type ObtainTimestampOptions,
  obtainTimestamp,
  signatureTimestampAttribute,
  signatureTimestampImprint,
} from '../../cades/index.ts';
import { digest, parseDigest, sha2Beside } from '../../crypto/index.ts';
import type { DigestAlgorithm, DigestEngine, Signer, SigningDigest } from '../../ports/index.ts';
import { PadesError } from '../pades-error.ts';
import type { PreparedSignature, SignedRevision } from '../prepared-signature.ts';
import { completeInProcess, completeSignature, type CompleteSignatureOptions } from '../signature/complete-signature.ts';
import { prepareInProcess, type PrepareSignatureOptions } from '../signature/prepare-signature.ts';
import { augmentSignature } from './augment-signature.ts';

type FromSigner = 'signerCertificates' | 'signatureAlgorithm' | 'digestAlgorithm';

export interface SignDocumentOptions extends Omit<PrepareSignatureOptions, FromSigner> {
  readonly signer: Signer<SigningDigest>;
  /** B-B by default. */
  readonly level?: BaselineLevel;
  /** Needed from B-T on. */
  readonly timestamps?: ObtainTimestampOptions;
  /** Needed from B-LT on. */
  readonly material?: MaterialOptions;
  /** The present, for what is fetched; `time` by default. */
  readonly now?: Date;
  readonly engine?: DigestEngine;
}

/** A signature of any baseline level as octets to append. */
export interface SignedDocument {
  readonly originalLength: number;
  readonly appended: Bytes;
  /** The revision of the signature itself. */
  readonly signature: SignedRevision;
  readonly level: BaselineLevel;
  readonly missing: readonly MissingMaterial[];
}

/** Octets kept in the hole for a signature time-stamp. */
export const TIMESTAMP_RESERVE = 10_240;

/**
 * Signs a document at a baseline level in one call. Whoever needs the key in another process uses `prepareSignature`,
 * {@link completeAtLevel} and `augmentSignature`, which this function joins.
 *
 * @throws what these throw; `PADES_SERVICES_MISSING` when the level asks for services that are not given.
 */
export async function signDocument(source: ByteSource, options: SignDocumentOptions): Promise<SignedDocument> {
  const level = options.level ?? 'B-B';
  assertServices(level, options);
  const { signer } = options;
  const parts = await prepareInProcess(source, {
    ...options,
    signerCertificates: signer.certificates,
    signatureAlgorithm: signer.algorithm,
    digestAlgorithm: signer.algorithm.digest,
    reserve: options.reserve ?? (includesLevel(level, 'B-T') ? TIMESTAMP_RESERVE : 0),
  });
  const { dataToBeSigned: dtbs } = parts;
  const value = await signer.sign({ dtbs, digest: await digest(signer.algorithm.digest, dtbs, options.engine) }, signalOf(options));
  const signature = await completeInProcess(parts, value, {
    ...attributesFor(level, sha2Beside(signer.algorithm.digest), options),
    ...(options.engine === undefined ? {} : { engine: options.engine }),
  });
  return raise(source, signature, { ...options, level });
}

export type CompleteAtLevelOptions = Pick<SignDocumentOptions, 'timestamps' | 'material' | 'now' | 'engine' | 'signal'> & {
  readonly level: BaselineLevel;
  readonly password?: string;
  /** The present where `now` is not given. */
  readonly time?: Date;
};

/** Completes a prepared signature at a level: the other half of {@link signDocument}, also in another process. */
export async function completeAtLevel(
  source: ByteSource,
  prepared: PreparedSignature,
  value: Uint8Array,
  options: CompleteAtLevelOptions,
): Promise<SignedDocument> {
  const { level, engine } = options;
  assertServices(level, options);
  const signature = await completeSignature(prepared, value, {
    source,
    ...signalOf(options),
    ...(engine === undefined ? {} : { engine }),
    ...attributesFor(level, sha2Beside(prepared.digestAlgorithm), options),
  });
  return raise(source, signature, options);
}

/** What goes into the signature itself from B-T on. */
function attributesFor(
  level: BaselineLevel,
  algorithm: DigestAlgorithm,
  { timestamps, signal }: Pick<SignDocumentOptions, 'timestamps' | 'signal'>,
): Pick<CompleteSignatureOptions, 'unsignedAttributes'> {
  if (timestamps === undefined || !includesLevel(level, 'B-T')) return {};
  const services = signal === undefined ? timestamps : { ...timestamps, signal };
  return { unsignedAttributes: (signatureValue) => signatureTimestamp(signatureValue, algorithm, services) };
}

/** What is appended behind the signature from B-LT on. */
async function raise(source: ByteSource, signature: SignedRevision, options: CompleteAtLevelOptions): Promise<SignedDocument> {
  const { level, timestamps, material, engine, password } = options;
  const { appended, originalLength } = signature;
  const now = options.now ?? options.time;
  if (!includesLevel(level, 'B-LT') || timestamps === undefined || material === undefined || now === undefined)
    return { originalLength, appended, signature, level, missing: [] };
  const augmented = await augmentSignature(concatSources(source, memorySource(appended)), {
    level: level === 'B-LTA' ? 'B-LTA' : 'B-LT',
    timestamps,
    material,
    now,
    digestAlgorithm: parseDigest(signature.fileDigest).algorithm,
    ...signalOf(options),
    ...(engine === undefined ? {} : { engine }),
    ...(password === undefined ? {} : { password }),
  });
  return {
    originalLength,
    appended: concatBytes(appended, augmented.appended),
    signature,
    level: augmented.level,
    missing: augmented.missing,
  };
}

async function signatureTimestamp(
  signatureValue: Uint8Array,
  algorithm: DigestAlgorithm,
  timestamps: ObtainTimestampOptions,
): Promise<readonly Uint8Array[]> {
  const { token } = await obtainTimestamp(await signatureTimestampImprint(signatureValue, algorithm), timestamps);
  return [signatureTimestampAttribute(token)];
}

function assertServices(level: BaselineLevel, { timestamps, material, now, time }: CompleteAtLevelOptions | SignDocumentOptions): void {
  if (includesLevel(level, 'B-T') && timestamps === undefined)
    throw new PadesError('PADES_SERVICES_MISSING', `level ${level}: expected a time-stamp authority`);
  if (includesLevel(level, 'B-LT') && (material === undefined || (now ?? time) === undefined))
    throw new PadesError('PADES_SERVICES_MISSING', `level ${level}: expected anchors and sources of validation material`);
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}
