import type { ByteSource, CallOptions, JsonValue } from '../../bytes/index.ts';
import { type SignedAssertion, type SignedAttributesOptions, estimateCadesSize, prepareSignedAttributes } from '../../cades/index.ts';
import { DIGEST_ALGORITHMS, digestOfJson, sha2Beside } from '../../crypto/index.ts';
import { type PdfDocument, openPdf } from '../../pdf/index.ts';
import type { DigestEngine, SignatureAlgorithm, SigningDigest } from '../../ports/index.ts';
import { loadFacePainter } from '../appearance/load-face-painter.ts';
import { assertPermitted } from '../frame/assert-permitted.ts';
import { frameOfDocument } from '../frame/read-document-frame.ts';
import { PadesError } from '../pades-error.ts';
import type { PreparedSignature } from '../prepared-signature.ts';
import { walkFieldTree } from '../reading/field-tree.ts';
import { developerExtensions } from '../revision/developer-extensions.ts';
import { revisionEncryption } from '../revision/encrypt-object.ts';
import { composeSigningRevision } from '../revision/compose-signing-revision.ts';
import type { SigningAct } from '../signing-act.ts';
import { passOver } from './act-digests.ts';
import { fileIdentifierOf } from './file-identifier.ts';
import { type PreparedParts, preparedSignature } from './prepared-parts.ts';

/** An act whose new file identifier may be left to `prepareSignature`. */
export type RequestedAct = Omit<SigningAct, 'fileIdentifier'> & { readonly fileIdentifier?: string };

export interface PrepareSignatureOptions extends CallOptions {
  readonly act: RequestedAct;
  /** DER, leaf first. */
  readonly signerCertificates: readonly Uint8Array[];
  readonly signatureAlgorithm: SignatureAlgorithm<SigningDigest>;
  readonly digestAlgorithm: SigningDigest;
  /** Written as `/M`. */
  readonly time: Date;
  readonly assertions?: readonly SignedAssertion[];
  readonly commitmentType?: string;
  /** Octets kept free in the hole for unsigned attributes that come later, such as a time-stamp. */
  readonly reserve?: number;
  /** Digests the document; the JavaScript engine by default. */
  readonly engine?: DigestEngine;
  /** User or owner password of an encrypted document. */
  readonly password?: string;
  /** As of `readDocumentFrame`; `direct` by default, since the document is at hand. */
  readonly mode?: 'explained' | 'direct';
}

/**
 * Prepares a signature: everything but its value, as a JSON value that may wait for a key in another process.
 *
 * @throws {@link PadesError} when document, act or algorithms do not go together; `PdfError` for what is no PDF.
 */
export async function prepareSignature(source: ByteSource, options: PrepareSignatureOptions): Promise<PreparedSignature> {
  return preparedSignature(await prepareInProcess(source, options));
}

/** The same for whoever completes it in the same process. */
export async function prepareInProcess(source: ByteSource, options: PrepareSignatureOptions): Promise<PreparedParts> {
  const { digestAlgorithm, signatureAlgorithm } = options;
  assertAlgorithms(options);
  const document = await openPdf(source, options);
  const pass = await passOver(source, digestAlgorithm, options);
  const mode = options.mode ?? 'direct';
  const pages = options.act.places.map(({ placement }) => placement.page);
  const frame = await frameOfDocument(document, {
    ...callOptions(options),
    algorithm: sha2Beside(digestAlgorithm),
    pages,
    mode,
    digest: pass.original,
  });
  await assertActFits(document, options.act, options);
  assertPermitted(document, { createsFields: fieldsOf(options.act).some(({ kind }) => kind === 'new'), fillsFields: true });
  const act = await identifiedAct(options.act, pass.original, options.engine);
  const signedAttributes = await prepareSignedAttributes(attributesOptions(options));
  const blank = signedAttributes(new Uint8Array(DIGEST_ALGORITHMS[digestAlgorithm].length));
  const size = estimateCadesSize({ certificates: options.signerCertificates, signedAttributesLength: blank.length, signatureAlgorithm });
  // PDF/A-1 to 3 stay PDF 1.x, a certified catalog stays as it is, and explained signing knows no algorithm.
  const declares = mode === 'direct' && frame.docMdp === null && (frame.pdfa === undefined || frame.pdfa.part === 4);
  const catalogEntries = declares ? await developerExtensions(document, signatureAlgorithm, callOptions(options)) : undefined;
  const paint = act.face === null ? undefined : await loadFacePainter(act.face);
  const writing = { digestAlgorithm, catalogEntries, encryption: revisionEncryption(document), paint };
  const revision = composeSigningRevision(frame, act, options.time, size + (options.reserve ?? 0), writing);
  const digest = await pass.over(revision);
  return {
    originalLength: frame.n,
    originalDigest: pass.original,
    revision,
    digestAlgorithm,
    digest,
    dataToBeSigned: signedAttributes(digest.value),
    signatureAlgorithm,
    certificates: options.signerCertificates,
  };
}

/** One algorithm serves the byte range and the signature; PureEdDSA asks for SHA-512, or SHAKE256 (RFC 8419 §3.1). */
function assertAlgorithms({ digestAlgorithm, signatureAlgorithm }: PrepareSignatureOptions): void {
  if (signatureAlgorithm.digest !== digestAlgorithm)
    throw new PadesError(
      'PADES_ALGORITHM_MISMATCH',
      `expected ${signatureAlgorithm.digest} for ${signatureAlgorithm.name}, got ${digestAlgorithm}`,
    );
}

/** What the frame does not tell: names of other fields, fields that cannot be filled, and whether an earlier signature rules out a certification. */
async function assertActFits(document: PdfDocument, act: RequestedAct, options: CallOptions): Promise<void> {
  const { fields } = await walkFieldTree(document, options);
  for (const { kind, name } of fieldsOf(act)) {
    // Poppler finds no signature whose field is not its widget, and pyHanko takes it for a change where somebody has signed.
    if (kind === 'prepared' && fields.some((field) => field.name === name && field.type === 'Sig' && !field.merged))
      throw new PadesError('PADES_PREPARED_FIELD_SPLIT', `field ${name}: expected a field that is merged with its one widget`);
    if (kind === 'new' && fields.some((field) => field.name === name || field.name.startsWith(`${name}.`)))
      throw new PadesError('PADES_FIELD_NAME_TAKEN', `field ${name}: the name is taken`);
  }
  if (act.certify !== undefined && fields.some(({ type, value }) => type === 'Sig' && value !== undefined))
    throw new PadesError('PADES_CERTIFICATION_NOT_FIRST', 'expected a document without signatures to certify');
}

function fieldsOf({ places, invisibleField }: RequestedAct): readonly { readonly kind: 'new' | 'prepared'; readonly name: string }[] {
  return [...places.map(({ field }) => field), ...(invisibleField === undefined ? [] : [invisibleField])];
}

async function identifiedAct(act: RequestedAct, originalDigest: string, engine: DigestEngine | undefined): Promise<SigningAct> {
  if (act.fileIdentifier !== undefined) return { ...act, fileIdentifier: act.fileIdentifier };
  const value: JsonValue = JSON.parse(JSON.stringify(act));
  return { ...act, fileIdentifier: await fileIdentifierOf(await digestOfJson(value, 'SHA-256', engine), originalDigest, engine) };
}

function attributesOptions(options: PrepareSignatureOptions): Omit<SignedAttributesOptions, 'messageDigest'> {
  const [leaf] = options.signerCertificates;
  if (leaf === undefined) throw new TypeError('signerCertificates: expected the signing certificate first');
  return {
    digestAlgorithm: options.digestAlgorithm,
    signingCertificate: leaf,
    engine: options.engine,
    ...(options.assertions === undefined ? {} : { assertions: options.assertions }),
    ...(options.commitmentType === undefined ? {} : { commitmentType: options.commitmentType }),
  };
}

function callOptions({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}
