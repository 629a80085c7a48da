import { type PdfDict, type PdfObject, type PdfRef, pdfRef } from '../../pdf/index.ts';
import type { DigestAlgorithm, SigningDigest } from '../../ports/index.ts';
import type { FaceObjects, FacePainter } from '../appearance/face-painter.ts';
import type { FormStyle } from '../appearance/form-style.ts';
import { emptyForm, placeForm } from '../appearance/place-form.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { assertFrameConsistent } from '../frame/frame-consistency.ts';
import { frameRef } from '../frame/frame-object.ts';
import { PadesError } from '../pades-error.ts';
import { assertPdfaSignature, pdfaForm } from '../pdfa-rules.ts';
import type { SigningAct, SigningNotice, SigningRevision } from '../signing-act.ts';
import { appendRevision } from './append-revision.ts';
import type { RevisionEncryption } from './encrypt-object.ts';
import { docMdpReference, fieldMdpReference, preparedFieldMdpReference, signatureFieldLock } from './field-lock.ts';
import { type PlannedPlace, planPlaces } from './planned-places.ts';
import { type NewWidget, redefineObjects } from './redefinitions.ts';
import type { RevisionObject } from './revision-object.ts';
import { signatureDictionary } from './signature-dictionary.ts';
import { extendStructure, formElement, widgetTag } from './structure-elements.ts';
import { signatureWidget } from './widget.ts';

/** Explained signing, rule 12; room for a certification's permissions beyond it there is none. */
export const MAX_REVISION: number = 8 * 1024 * 1024;
/** Octets of a signature value: far beyond one that carries a whole seal statement. */
const MAX_HOLE = 2 * 1024 * 1024;
const BLOCK: Readonly<Record<DigestAlgorithm, number>> = { 'SHA-256': 64, 'SHA-384': 128, 'SHA-512': 128 };

export interface SigningRevisionOptions {
  /** How to write into an encrypted document; only who holds the document and its password can. */
  readonly encryption?: RevisionEncryption | undefined;
  /** The digest of the signature, which seed values may ask for; the frame's own by default. */
  readonly digestAlgorithm?: SigningDigest;
  /** Entries of the catalog that the algorithms of the signature ask for; none in explained signing. */
  readonly catalogEntries?: ReadonlyMap<string, PdfObject> | undefined;
}

interface NewObjects {
  readonly objects: readonly RevisionObject[];
  readonly redefined: readonly RevisionObject[];
  readonly nextFree: number;
}

/**
 * Composes the revision of an act whose face, if it has one, `paint` draws. Everything else is as with `writeSigningRevision`.
 */
export function composeSigningRevision(
  frame: DocumentFrame,
  act: SigningAct,
  time: Date,
  holeSize: number,
  options: SigningRevisionOptions & { readonly paint: FacePainter | undefined },
): SigningRevision {
  if (!Number.isSafeInteger(holeSize) || holeSize < 1 || holeSize > MAX_HOLE)
    throw new RangeError(`holeSize: expected 1 to ${MAX_HOLE} octets, got ${holeSize}`);
  assertFrameConsistent(frame);
  assertPdfaSignature(frame.pdfa, holeSize);
  const places = planPlaces(frame, act, options.digestAlgorithm ?? frame.algorithm);
  const { objects, redefined, nextFree } = newObjects(frame, act, time, places, options);
  const { encryption } = options;
  const layout = appendRevision(frame, [...redefined, ...objects], { nextFree, holeSize, fileIdentifier: act.fileIdentifier, encryption });
  if (layout.bytes.length > MAX_REVISION)
    throw new PadesError('PADES_REVISION_TOO_LARGE', `expected a revision of at most ${MAX_REVISION} octets`);
  if (layout.holeStart < BLOCK[frame.algorithm])
    throw new PadesError('PADES_HOLE_TOO_EARLY', 'expected the hole at least one block of the digest behind the original');
  return { ...layout, fields: places.map(({ name }) => name), notices: noticesOf(frame, places) };
}

/** What whoever signs is told: a visible field that no reader of the structure tree comes to. */
function noticesOf({ untagged }: DocumentFrame, places: readonly PlannedPlace[]): readonly SigningNotice[] {
  const shown = places.some(({ field, geometry }) => field.kind === 'new' && geometry !== undefined);
  return shown && untagged !== undefined ? [{ code: 'FIELD_UNTAGGED', reason: untagged }] : [];
}

/**
 * Numbers in this order: signature dictionary, face, lock, then form, widget and structure element of each place, a leaf of
 * the parent tree.
 */
function newObjects(
  frame: DocumentFrame,
  act: SigningAct,
  time: Date,
  places: readonly PlannedPlace[],
  { paint, catalogEntries = new Map() }: Pick<SigningRevisionOptions, 'catalogEntries'> & { readonly paint: FacePainter | undefined },
): NewObjects {
  const signature = pdfRef(frame.firstFree);
  const objects: RevisionObject[] = [
    {
      number: signature.number,
      generation: 0,
      body: { kind: 'signature', dict: signatureDictionary(act, time, signatureReferences(frame, act, places)) },
    },
  ];
  const nextRef = (): PdfRef => pdfRef(frame.firstFree + objects.length);
  const pdfa = pdfaForm(frame.pdfa);
  const face = paint?.(nextRef().number, pdfa);
  if (face !== undefined) objects.push(...face.objects);
  const lock = act.lock === undefined || places.every(({ field }) => field.kind === 'prepared') ? undefined : nextRef();
  if (lock !== undefined && act.lock !== undefined) objects.push(directObject(lock, signatureFieldLock(act.lock)));

  const newWidgets: NewWidget[] = [];
  const elements: PdfRef[] = [];
  const filledFields: { field: (typeof frame.preparedFields)[number]; signature: PdfRef; form?: PdfRef }[] = [];
  for (const place of places) {
    const form = placedForm(place, face, nextRef(), pdfa);
    if (form !== undefined) objects.push(form.object);
    const shown = form === undefined ? {} : { form: form.ref };
    if (place.field.kind === 'prepared') filledFields.push({ field: place.field.prepared, signature, ...shown });
    else {
      const { page } = place.field;
      const rect = place.geometry?.rect ?? ['0', '0', '0', '0'];
      const ref = nextRef();
      const tag = place.geometry === undefined ? undefined : widgetTag(frame, elements.length, act);
      const parts = {
        name: place.name,
        rect,
        page: frameRef(page.ref, 'page'),
        signature,
        ...shown,
        ...(lock === undefined ? {} : { lock }),
        ...(tag === undefined ? {} : { tag }),
      };
      objects.push(directObject(ref, signatureWidget(parts)));
      newWidgets.push({ ref, page });
      if (tag !== undefined && frame.structure !== undefined) {
        const element = nextRef();
        objects.push(directObject(element, formElement(frame.structure, ref, parts.page, tag)));
        elements.push(element);
      }
    }
  }
  const structure = frame.structure === undefined ? undefined : extendStructure(frame.structure, elements, nextRef());
  objects.push(...(structure?.added ?? []));
  const certification = act.certify === undefined ? {} : { certification: signature };
  const change = { newWidgets, filledFields, catalogEntries, ...certification, structure: structure?.redefined ?? [] };
  return { objects, redefined: redefineObjects(frame, change), nextFree: nextRef().number };
}

function placedForm(
  place: PlannedPlace,
  face: FaceObjects | undefined,
  ref: PdfRef,
  style: FormStyle,
): { readonly ref: PdfRef; readonly object: RevisionObject } | undefined {
  // PDF/A-1 wants an appearance of every widget, also of a hidden one (ISO 19005-1 §6.9).
  if (place.geometry === undefined || face === undefined) return style?.flat === true ? { ref, object: emptyForm(ref.number) } : undefined;
  return { ref, object: placeForm(ref.number, place.geometry, face, style) };
}

/** DocMDP of a certification, FieldMDP of the act's own lock and of each prepared field's lock (rules 5 and 7). */
function signatureReferences(frame: DocumentFrame, act: SigningAct, places: readonly PlannedPlace[]): readonly PdfDict[] {
  const root = frameRef(frame.root, 'root');
  const references: PdfDict[] = [];
  if (act.certify !== undefined) {
    if (frame.docMdp !== null) throw new PadesError('PADES_ALREADY_CERTIFIED', 'expected a document that is not certified yet');
    references.push(docMdpReference(act.certify));
  }
  if (act.lock !== undefined) references.push(fieldMdpReference(act.lock, root));
  const locks = places.map(({ field }) => (field.kind === 'prepared' ? field.prepared.lock : undefined));
  for (const lock of new Set(locks)) if (lock !== undefined) references.push(preparedFieldMdpReference(lock, root));
  return references;
}

function directObject(ref: PdfRef, object: PdfObject): RevisionObject {
  return { number: ref.number, generation: ref.generation, body: { kind: 'object', object } };
}
