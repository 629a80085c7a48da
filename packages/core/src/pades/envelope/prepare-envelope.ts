import type { Bytes, ByteSource, CallOptions } from '../../bytes/index.ts';
import { digestOfJson } from '../../crypto/index.ts';
import { type PdfRef, openPdf, pdfRef } from '../../pdf/index.ts';
import { assertPermitted } from '../frame/assert-permitted.ts';
import { digestOfFrame } from '../frame/frame-digest.ts';
import { frameRef } from '../frame/frame-object.ts';
import { frameOfDocument } from '../frame/read-document-frame.ts';
import { placementToRect } from '../geometry/placement-geometry.ts';
import { PadesError } from '../pades-error.ts';
import { walkFieldTree } from '../reading/field-tree.ts';
import { appendRevision } from '../revision/append-revision.ts';
import { revisionEncryption } from '../revision/encrypt-object.ts';
import { signatureFieldLock } from '../revision/field-lock.ts';
import { type NewWidget, redefineObjects } from '../revision/redefinitions.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import { extendStructure, formElement, widgetTag } from '../revision/structure-elements.ts';
import { signatureWidget } from '../revision/widget.ts';
import type { SealPlacement } from '../seal-placement.ts';
import { fileIdentifierOf } from '../signature/file-identifier.ts';
import type { SigningAct } from '../signing-act.ts';

/** An empty signature field that an act will fill. */
export interface EnvelopeField {
  /** Partial name, without periods. */
  readonly name: string;
  /** Where it shows; left out for an invisible signature, on page 1. */
  readonly placement?: SealPlacement;
  /** What a tagged document says of the field to whoever does not see it. */
  readonly description?: string;
  /** What the signature in this field will lock. */
  readonly lock?: NonNullable<SigningAct['lock']>;
}

export interface PrepareEnvelopeOptions extends CallOptions {
  readonly fields: readonly EnvelopeField[];
  readonly password?: string;
  /**
   * Enters the visible fields in the structure tree of a tagged document, as PDF/UA wants it. Where several people sign one
   * after the other, EU DSS up to 6.4 then takes the later ones for a change of the document; pyHanko and pdfsig do not.
   * False by default.
   */
  readonly tagged?: boolean;
}

/** Fields of one document; as many as places of several acts may be. */
const MAX_FIELDS = 4_000;
const MAX_NAME = 512;

/**
 * Prepares empty signature fields, before the first signature: one merged field and widget for each place. Acts that sign
 * later fill them, which a certification permits and no earlier signature minds.
 *
 * @returns the octets to append.
 * @throws {@link PadesError} `PADES_ALREADY_SIGNED` for a document with a signature, `PADES_FIELD_NAME_TAKEN`,
 * `PADES_ACT_MALFORMED`, `PADES_TOO_MANY_PLACES`, and what refuses a document (`readDocumentFrame`).
 * @see ISO 32000-2 §12.7.5.5
 */
export async function prepareEnvelope(source: ByteSource, options: PrepareEnvelopeOptions): Promise<Bytes> {
  const { fields, signal } = options;
  const call = signal === undefined ? {} : { signal };
  const document = await openPdf(source, options);
  assertPermitted(document, { createsFields: true, fillsFields: false });
  assertFields(fields);
  const existing = (await walkFieldTree(document, call)).fields;
  if (existing.some(({ type, value }) => type === 'Sig' && value !== undefined))
    throw new PadesError('PADES_ALREADY_SIGNED', 'expected a document that nobody has signed yet');
  for (const { name } of fields)
    if (existing.some((field) => field.name === name || field.name.startsWith(`${name}.`)))
      throw new PadesError('PADES_FIELD_NAME_TAKEN', `field ${name}: the name is taken`);
  const pages = fields.map(({ placement }) => placement?.page ?? 1);
  const frame = await frameOfDocument(document, { ...call, algorithm: 'SHA-256', pages, mode: 'direct', digest: 'sha256:' });
  const objects: RevisionObject[] = [];
  const newWidgets: NewWidget[] = [];
  const elements: PdfRef[] = [];
  const nextRef = (): PdfRef => pdfRef(frame.firstFree + objects.length);
  for (const { name, placement, lock, ...described } of fields) {
    const page = frame.pages.find(({ index }) => index === (placement?.page ?? 1));
    if (page === undefined) throw new PadesError('PADES_PAGE_MISSING', `field ${name}: expected a page of the document`);
    const locked = lock === undefined ? {} : { lock: nextRef() };
    if (lock !== undefined) objects.push(plain(nextRef(), signatureFieldLock(lock)));
    const rect = placement === undefined ? ['0', '0', '0', '0'] : placementToRect(placement, page).rect;
    const ref = nextRef();
    const tag = options.tagged !== true || placement === undefined ? undefined : widgetTag(frame, elements.length, described);
    const pageRef = frameRef(page.ref, 'page');
    objects.push(plain(ref, signatureWidget({ name, rect, page: pageRef, ...locked, ...(tag === undefined ? {} : { tag }) })));
    newWidgets.push({ ref, page });
    if (tag === undefined || frame.structure === undefined) continue;
    const element = nextRef();
    objects.push(plain(element, formElement(frame.structure, ref, pageRef, tag)));
    elements.push(element);
  }
  const structure = frame.structure === undefined ? undefined : extendStructure(frame.structure, elements, nextRef());
  objects.push(...(structure?.added ?? []));
  const fileIdentifier = await fileIdentifierOf(await digestOfJson(JSON.parse(JSON.stringify(fields))), await digestOfFrame(frame));
  const redefined = redefineObjects(frame, { newWidgets, filledFields: [], structure: structure?.redefined ?? [] });
  return appendRevision(frame, [...redefined, ...objects], {
    nextFree: nextRef().number,
    holeSize: 0,
    fileIdentifier,
    encryption: revisionEncryption(document),
  }).bytes;
}

function assertFields(fields: readonly EnvelopeField[]): void {
  if (fields.length > MAX_FIELDS) throw new PadesError('PADES_TOO_MANY_PLACES', `expected at most ${MAX_FIELDS} fields`);
  if (fields.length === 0) throw new PadesError('PADES_ACT_MALFORMED', 'fields: expected at least one');
  if (new Set(fields.map(({ name }) => name)).size !== fields.length)
    throw new PadesError('PADES_FIELD_NAME_TAKEN', 'fields: expected a name of its own for each');
  for (const { name } of fields)
    if (name === '' || name.length > MAX_NAME || name.includes('.'))
      throw new PadesError('PADES_ACT_MALFORMED', 'fields: expected names without periods');
}

function plain(ref: PdfRef, object: ReturnType<typeof signatureWidget>): RevisionObject {
  return { number: ref.number, generation: ref.generation, body: { kind: 'object', object } };
}
