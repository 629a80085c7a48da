import { type Bytes, type ByteSource, type CallOptions, concatBytes, concatSources, memorySource } from '../../bytes/index.ts';
import {
  type BaselineLevel,
  gatherValidationMaterial,
  includesLevel,
  type MaterialOptions,
  type MissingMaterial,
  type ObtainTimestampOptions,
  type ValidationMaterialSet,
} from '../../cades/index.ts';
import { digest } from '../../crypto/index.ts';
import { openPdf } from '../../pdf/index.ts';
import type { DigestAlgorithm, DigestEngine } from '../../ports/index.ts';
import { PadesError } from '../pades-error.ts';
import { addDocumentTimestamp } from './document-timestamp.ts';
import { readSecurityStore } from './security-store.ts';
import { type InventoriedSignature, type MaterialTarget, inventorySignatures } from './signature-inventory.ts';
import { writeValidationRevision } from './validation-revision.ts';

export interface AugmentSignatureOptions extends CallOptions {
  readonly level: Exclude<BaselineLevel, 'B-B'>;
  readonly timestamps: ObtainTimestampOptions;
  /** Needed from B-LT on. */
  readonly material?: MaterialOptions;
  readonly now: Date;
  readonly digestAlgorithm?: DigestAlgorithm;
  /** Lists each signature's material under `/VRI` too. */
  readonly withRelatedInformation?: boolean;
  readonly password?: string;
  readonly engine?: DigestEngine;
}

/** What was appended to a document, revision by revision. */
export interface AugmentedDocument {
  readonly originalLength: number;
  /** All octets to append; none when the document had the level. */
  readonly appended: Bytes;
  readonly steps: readonly AugmentationStep[];
  /** The level that all signatures have now, as far as what was added goes. */
  readonly level: BaselineLevel;
  /** What could not be had, where `onMissing` is `lower-level`. */
  readonly missing: readonly MissingMaterial[];
}

export interface AugmentationStep {
  readonly kind: 'document-time-stamp' | 'validation-material';
  readonly length: number;
  /** Field and time of a document time-stamp. */
  readonly field?: string;
  readonly genTime?: Date;
}

/**
 * Raises the level of all signatures of a document, ours or others', by appending revisions: a document time-stamp where a
 * signature has no time-stamp (B-T), validation material (B-LT), a document time-stamp over all of it (B-LTA). On a document
 * at B-LTA it adds another ring.
 *
 * @throws {@link PadesError} `PADES_NO_SIGNATURE`; `PADES_VALIDATION_MATERIAL_MISSING` with what is missing;
 * `CadesError` and `PortError` of the services.
 * @see ETSI EN 319 142-1 §5.4, §6
 */
export async function augmentSignature(source: ByteSource, options: AugmentSignatureOptions): Promise<AugmentedDocument> {
  const growing = new GrowingDocument(source);
  const signatures = await inventory(growing.source, options);
  if (signatures.every(({ kind }) => kind !== 'signature'))
    throw new PadesError('PADES_NO_SIGNATURE', 'expected a document with a signature');
  if (!isTimestamped(signatures)) await appendTimestamp(growing, options);
  if (!includesLevel(options.level, 'B-LT')) return growing.result('B-T', []);
  const missing = await appendMaterial(growing, options);
  if (missing.length > 0) return growing.result('B-T', missing);
  if (!includesLevel(options.level, 'B-LTA')) return growing.result('B-LT', []);
  await appendTimestamp(growing, options);
  return growing.result('B-LTA', []);
}

/** A document that revisions are appended to; its octets stay where they are. */
class GrowingDocument {
  readonly #original: ByteSource;
  readonly #revisions: Bytes[] = [];
  readonly #steps: AugmentationStep[] = [];

  constructor(original: ByteSource) {
    this.#original = original;
  }

  get source(): ByteSource {
    return this.#revisions.reduce<ByteSource>((source, revision) => concatSources(source, memorySource(revision)), this.#original);
  }

  append(revision: Bytes, step: Omit<AugmentationStep, 'length'>): void {
    if (revision.length === 0) return;
    this.#revisions.push(revision);
    this.#steps.push({ ...step, length: revision.length });
  }

  result(level: BaselineLevel, missing: readonly MissingMaterial[]): AugmentedDocument {
    return {
      originalLength: this.#original.size,
      appended: concatBytes(...this.#revisions),
      steps: this.#steps,
      level,
      missing,
    };
  }
}

async function inventory(source: ByteSource, options: AugmentSignatureOptions): Promise<readonly InventoriedSignature[]> {
  return inventorySignatures(await openPdf(source, options), options.now, signalOf(options));
}

/** Each signature has a time-stamp of its own, or a document time-stamp lies over it. */
function isTimestamped(signatures: readonly InventoriedSignature[]): boolean {
  const covering = (end: number): boolean => signatures.some((other) => other.kind === 'document-time-stamp' && other.end > end);
  return signatures.every(({ kind, timestamps, end }) => kind === 'document-time-stamp' || timestamps.length > 0 || covering(end));
}

async function appendTimestamp(growing: GrowingDocument, options: AugmentSignatureOptions): Promise<void> {
  const { timestamps, digestAlgorithm, password, engine } = options;
  const added = await addDocumentTimestamp(growing.source, {
    timestamps,
    ...signalOf(options),
    ...(digestAlgorithm === undefined ? {} : { digestAlgorithm }),
    ...(password === undefined ? {} : { password }),
    ...(engine === undefined ? {} : { engine }),
  });
  growing.append(added.appended, { kind: 'document-time-stamp', field: added.field, genTime: added.timestamp.tstInfo.genTime });
}

/** What was missing; nothing is appended then. */
async function appendMaterial(growing: GrowingDocument, options: AugmentSignatureOptions): Promise<readonly MissingMaterial[]> {
  const { material, now } = options;
  if (material === undefined) throw new TypeError('material: expected anchors and sources from level B-LT on');
  const { source } = growing;
  const document = await openPdf(source, options);
  const signatures = await inventorySignatures(document, now, signalOf(options));
  const store = await readSecurityStore(document, signalOf(options));
  const inFile = (kind: keyof ValidationMaterialSet): readonly Bytes[] => signatures.flatMap((signature) => signature[kind]);
  const known = (kind: keyof ValidationMaterialSet): readonly Bytes[] => [
    ...store[kind],
    ...inFile(kind),
    ...(material.known?.[kind] ?? []),
  ];
  const gather = (targets: readonly MaterialTarget[]): ReturnType<typeof gatherValidationMaterial> =>
    gatherValidationMaterial({
      targets,
      known: { certificates: known('certificates'), crls: known('crls'), ocspResponses: known('ocspResponses') },
      anchors: material.anchors,
      ...(material.source === undefined ? {} : { source: material.source }),
      now,
      ...signalOf(options),
    });
  const gathered = await gather(signatures.flatMap(targetsOf));
  if (gathered.missing.length > 0) {
    if (material.onMissing === 'lower-level') return gathered.missing;
    throw new PadesError('PADES_VALIDATION_MATERIAL_MISSING', `expected validation material for ${listOf(gathered.missing)}`, {
      facts: { missing: gathered.missing.map(({ certificate, what, reason }) => `${what} of ${certificate}: ${reason}`) },
    });
  }
  const related = options.withRelatedInformation === true ? await relatedInformation(signatures, gather) : [];
  const { password } = options;
  const revision = await writeValidationRevision(source, {
    material: gathered.material,
    related,
    ...signalOf(options),
    ...(password === undefined ? {} : { password }),
  });
  growing.append(revision, { kind: 'validation-material' });
  return [];
}

/** The key of a signature's entry is SHA-1 of the octets of its `/Contents` (ISO 32000-2 §12.8.4.4). */
async function relatedInformation(
  signatures: readonly InventoriedSignature[],
  gather: (targets: readonly MaterialTarget[]) => ReturnType<typeof gatherValidationMaterial>,
): Promise<readonly { readonly key: Bytes; readonly material: ValidationMaterialSet }[]> {
  const related: { readonly key: Bytes; readonly material: ValidationMaterialSet }[] = [];
  for (const signature of signatures)
    related.push({ key: await digest('SHA-1', signature.contents), material: (await gather(targetsOf(signature))).material });
  return related;
}

function targetsOf({ signer, timestamps }: InventoriedSignature): readonly MaterialTarget[] {
  return [signer, ...timestamps.map(({ target }) => target)].filter((target) => target !== undefined);
}

function listOf(missing: readonly MissingMaterial[]): string {
  return missing.map(({ certificate, what }) => `${what} of ${certificate}`).join('; ');
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}
