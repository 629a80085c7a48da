import { type Bytes, type CallOptions, encodeHex, equalBytes } from '../../bytes/index.ts';
import type { ValidationMaterialSet } from '../../cades/index.ts';
import {
  type PdfDict,
  type PdfDocument,
  type PdfObject,
  type PdfRef,
  PdfError,
  dictOf,
  documentCatalog,
  entryOf,
  pdfArray,
  pdfDict,
  pdfInteger,
  pdfName,
  pdfRef,
} from '../../pdf/index.ts';
import type { RevisionObject } from '../revision/revision-object.ts';

/** The document security store of a file, and what it holds. @see ETSI EN 319 142-1 §5.4 */
export interface SecurityStore extends ValidationMaterialSet {
  /** Absent where the catalog holds the dictionary directly, or there is none. */
  readonly ref?: PdfRef;
  readonly dict?: PdfDict;
  /** References of the streams, in the order of the arrays. */
  readonly streams: Readonly<Record<keyof ValidationMaterialSet, readonly PdfObject[]>>;
}

/** The key of the store's dictionary for each kind of material. */
const KEYS = { certificates: 'Certs', crls: 'CRLs', ocspResponses: 'OCSPs' } as const;
const KINDS = ['certificates', 'crls', 'ocspResponses'] as const;

/** Reads the store of the newest revision; streams that cannot be read are passed over, their references kept. */
export async function readSecurityStore(document: PdfDocument, options?: CallOptions): Promise<SecurityStore> {
  const catalog = await documentCatalog(document, options);
  const entry = entryOf(catalog.dict, 'DSS');
  const dict = entry === undefined ? undefined : dictOf(await document.resolve(entry, options));
  const known = new Map<number, Promise<Bytes | undefined>>();
  /** A stream that is named often is read once. */
  const octetsOf = (ref: PdfObject): Promise<Bytes | undefined> => {
    if (ref.kind !== 'ref') return streamOctets(document, ref, options);
    const octets = known.get(ref.number) ?? streamOctets(document, ref, options);
    known.set(ref.number, octets);
    return octets;
  };
  const read = async (
    kind: keyof ValidationMaterialSet,
  ): Promise<{ readonly refs: readonly PdfObject[]; readonly values: readonly Bytes[] }> => {
    const array = dict === undefined ? undefined : await document.lookup(dict, KEYS[kind], options);
    const refs = array?.kind === 'array' ? array.items : [];
    const values: Bytes[] = [];
    for (const ref of refs) {
      const value = await octetsOf(ref);
      if (value !== undefined) values.push(value);
    }
    return { refs, values };
  };
  const [certificates, crls, ocspResponses] = [await read('certificates'), await read('crls'), await read('ocspResponses')];
  return {
    ...(entry?.kind === 'ref' && dict !== undefined ? { ref: entry } : {}),
    ...(dict === undefined ? {} : { dict }),
    certificates: certificates.values,
    crls: crls.values,
    ocspResponses: ocspResponses.values,
    streams: { certificates: certificates.refs, crls: crls.refs, ocspResponses: ocspResponses.refs },
  };
}

async function streamOctets(document: PdfDocument, ref: PdfObject, options?: CallOptions): Promise<Bytes | undefined> {
  try {
    const stream = await document.resolve(ref, options);
    return stream.kind === 'stream' ? (await document.decodeStream(stream, options)).bytes : undefined;
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}

/** The new dictionary of the store and its new streams. */
export interface SecurityStoreUpdate {
  /** The store's object: the old one redefined, or the first of the new numbers. */
  readonly ref: PdfRef;
  readonly objects: readonly RevisionObject[];
  /** Whether the catalog must be given the reference. */
  readonly newInCatalog: boolean;
  readonly nextFree: number;
}

/** Signatures whose material is listed by name, `/VRI` (§5.4.2.3): SHA-1 of the octets of `/Contents`, and what serves it. */
export interface SignatureMaterial {
  readonly key: Uint8Array;
  readonly material: ValidationMaterialSet;
}

/** The store with more material: what it held stays, in its order. */
export function updateSecurityStore(
  store: SecurityStore,
  added: ValidationMaterialSet,
  firstFree: number,
  signatures: readonly SignatureMaterial[] = [],
): SecurityStoreUpdate {
  let next = firstFree;
  const ref = store.ref ?? pdfRef(next++);
  const objects: RevisionObject[] = [];
  const known: { readonly value: Bytes; readonly ref: PdfObject }[] = [];
  const arrays = KINDS.map((kind) => {
    store[kind].forEach((value, index) => known.push({ value, ref: store.streams[kind][index] ?? ref }));
    const refs = added[kind].map((value) => {
      const stream = pdfRef(next++);
      objects.push({
        number: stream.number,
        generation: 0,
        body: { kind: 'stream', dict: pdfDict({ Length: pdfInteger(value.length) }), content: value },
      });
      known.push({ value, ref: stream });
      return stream;
    });
    return [KEYS[kind], [...store.streams[kind], ...refs]] as const;
  });
  const entries = new Map<string, PdfObject>([['Type', pdfName('DSS')], ...(store.dict?.entries ?? [])]);
  for (const [key, items] of arrays) if (items.length > 0) entries.set(key, pdfArray(items));
  if (signatures.length > 0) entries.set('VRI', relatedInformation(store, signatures, known));
  objects.unshift({ number: ref.number, generation: ref.generation, body: { kind: 'object', object: pdfDict(entries) } });
  return { ref, objects, newInCatalog: store.ref === undefined, nextFree: next };
}

const RELATED_KEYS = { certificates: 'Cert', crls: 'CRL', ocspResponses: 'OCSP' } as const;

function relatedInformation(
  store: SecurityStore,
  signatures: readonly SignatureMaterial[],
  known: readonly { readonly value: Bytes; readonly ref: PdfObject }[],
): PdfDict {
  const old = store.dict === undefined ? undefined : entryOf(store.dict, 'VRI');
  const entries = new Map<string, PdfObject>(old?.kind === 'dict' ? old.entries : []);
  for (const { key, material } of signatures) {
    const related = new Map<string, PdfObject>([['Type', pdfName('VRI')]]);
    for (const kind of KINDS) {
      const refs = material[kind]
        .flatMap((value) => known.filter((entry) => equalBytes(entry.value, value)).slice(0, 1))
        .map((entry) => entry.ref);
      if (refs.length > 0) related.set(RELATED_KEYS[kind], pdfArray(refs));
    }
    entries.set(encodeHex(key).toUpperCase(), pdfDict(related));
  }
  return pdfDict(entries);
}
