import type { Bytes, ByteSource, CallOptions } from '../../bytes/index.ts';
import { isEmptyMaterial, missingFrom, type ValidationMaterialSet } from '../../cades/index.ts';
import { openPdf, pdfDict } from '../../pdf/index.ts';
import { frameDict, frameRef } from '../frame/frame-object.ts';
import { appendRevision } from '../revision/append-revision.ts';
import { revisionEncryption } from '../revision/encrypt-object.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import { augmentationFrame, augmentationIdentifier } from './augmentation-frame.ts';
import { type SignatureMaterial, readSecurityStore, updateSecurityStore } from './security-store.ts';

export interface ValidationRevisionOptions extends CallOptions {
  readonly material: ValidationMaterialSet;
  /** Signatures to list under `/VRI`; validators need none (ETSI EN 319 142-1 §5.4.2.3). */
  readonly related?: readonly SignatureMaterial[];
  readonly password?: string;
}

/**
 * The revision that puts validation material into the document security store: octets to append, none when the store has
 * all of it already.
 *
 * @throws `PadesError` for a document that cannot take a revision; `PdfError` for what is no PDF.
 * @see ETSI EN 319 142-1 §5.4.2
 */
export async function writeValidationRevision(source: ByteSource, options: ValidationRevisionOptions): Promise<Bytes> {
  const document = await openPdf(source, options);
  const store = await readSecurityStore(document, options);
  const added = missingFrom(store, options.material);
  if (isEmptyMaterial(added)) return new Uint8Array();
  const frame = await augmentationFrame(document, options);
  const update = updateSecurityStore(store, added, frame.firstFree, options.related);
  const objects: RevisionObject[] = [...update.objects];
  if (update.newInCatalog) {
    const { number, generation } = frameRef(frame.root, 'root');
    const catalog = pdfDict(new Map([...frameDict(frame.catalog, 'catalog').entries, ['DSS', update.ref]]));
    objects.push({ number, generation, body: { kind: 'object', object: catalog } });
  }
  const fileIdentifier = await augmentationIdentifier(frame, 'validation-material');
  return appendRevision(frame, objects, {
    nextFree: update.nextFree,
    holeSize: 0,
    fileIdentifier,
    encryption: revisionEncryption(document),
  }).bytes;
}
