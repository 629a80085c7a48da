import { type Bytes, type ByteSource, type CallOptions, concatBytes } from '../../bytes/index.ts';
import { type ObtainedTimestamp, type ObtainTimestampOptions, obtainTimestamp } from '../../cades/index.ts';
import { createDigest, updateFromSource } from '../../crypto/index.ts';
import { type PdfDocument, openPdf, pdfDict, pdfName, pdfRef } from '../../pdf/index.ts';
import type { DigestAlgorithm, DigestEngine } from '../../ports/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { assertPermitted } from '../frame/assert-permitted.ts';
import { frameRef } from '../frame/frame-object.ts';
import { PadesError } from '../pades-error.ts';
import { walkFieldTree } from '../reading/field-tree.ts';
import { type AppendOptions, appendRevision } from '../revision/append-revision.ts';
import { revisionEncryption } from '../revision/encrypt-object.ts';
import type { RevisionLayout } from '../revision/layout.ts';
import { redefineObjects } from '../revision/redefinitions.ts';
import type { RevisionObject } from '../revision/revision-object.ts';
import { signatureWidget } from '../revision/widget.ts';
import { fillHole } from '../signature/revision-digest.ts';
import { augmentationFrame, augmentationIdentifier } from './augmentation-frame.ts';

export interface DocumentTimestampOptions extends CallOptions {
  readonly timestamps: ObtainTimestampOptions;
  /** SHA-256 by default. */
  readonly digestAlgorithm?: DigestAlgorithm;
  /** Octets kept for the token at first; a token that needs more is asked for again with room for it. */
  readonly reserve?: number;
  /** Partial name of the new field; the first free `Timestamp<n>` by default. */
  readonly field?: string;
  readonly password?: string;
  readonly engine?: DigestEngine;
}

/** A document time-stamp as a revision to append. */
export interface DocumentTimestamp {
  readonly originalLength: number;
  readonly appended: Bytes;
  readonly byteRange: readonly [number, number, number, number];
  readonly field: string;
  readonly timestamp: ObtainedTimestamp;
}

/** Tokens with the authority's chain have 2 to 7 thousand octets. */
const DEFAULT_RESERVE = 8192;
/** Room above the length of a token that did not fit: the next one may be a little longer. */
const SLACK = 64;

/**
 * Adds a document time-stamp in a hidden field: proof that all octets before it existed at its time.
 *
 * @throws {@link PadesError} for a document that cannot take a revision; what `obtainTimestamp` throws.
 * @see ETSI EN 319 142-1 §5.4.3, ISO 32000-2 §12.8.5
 */
export async function addDocumentTimestamp(source: ByteSource, options: DocumentTimestampOptions): Promise<DocumentTimestamp> {
  const document = await openPdf(source, options);
  assertPermitted(document, { createsFields: true, fillsFields: false });
  const frame = await augmentationFrame(document, options);
  const field = await freeFieldName(document, options);
  const fileIdentifier = await augmentationIdentifier(frame, 'document-time-stamp');
  let reserve = options.reserve ?? DEFAULT_RESERVE;
  for (let attempt = 0; ; attempt += 1) {
    const layout = timestampRevision(frame, field, { holeSize: reserve, fileIdentifier, encryption: revisionEncryption(document) });
    const timestamp = await stamp(source, layout, options);
    const needed = timestamp.token.length;
    if (needed <= reserve) {
      const appended = fillHole(layout, timestamp.token);
      return { originalLength: source.size, appended, byteRange: layout.byteRange, field, timestamp };
    }
    if (attempt > 0)
      throw new PadesError('PADES_HOLE_TOO_SMALL', `expected a token of at most ${reserve} octets, got ${needed}`, {
        facts: { room: reserve, needed },
      });
    reserve = needed + SLACK;
  }
}

function timestampRevision(frame: DocumentFrame, name: string, options: Omit<AppendOptions, 'nextFree'>): RevisionLayout {
  const signature = pdfRef(frame.firstFree);
  const ref = pdfRef(frame.firstFree + 1);
  const [page] = frame.pages;
  if (page === undefined) throw new PadesError('PADES_PAGE_MISSING', 'expected a page to put the field on');
  const widget = signatureWidget({ name, rect: ['0', '0', '0', '0'], page: frameRef(page.ref, 'page'), signature });
  const objects: readonly RevisionObject[] = [
    { number: signature.number, generation: 0, body: { kind: 'signature', dict: TIMESTAMP_DICTIONARY } },
    { number: ref.number, generation: 0, body: { kind: 'object', object: widget } },
    ...redefineObjects(frame, { newWidgets: [{ ref, page }], filledFields: [] }),
  ];
  return appendRevision(frame, objects, { ...options, nextFree: ref.number + 1 });
}

const TIMESTAMP_DICTIONARY = pdfDict({
  Type: pdfName('DocTimeStamp'),
  Filter: pdfName('Adobe.PPKLite'),
  SubFilter: pdfName('ETSI.RFC3161'),
});

async function stamp(source: ByteSource, layout: RevisionLayout, options: DocumentTimestampOptions): Promise<ObtainedTimestamp> {
  const algorithm = options.digestAlgorithm ?? 'SHA-256';
  const stream = createDigest(algorithm, options.engine);
  await updateFromSource(stream, source, signalOf(options));
  stream.update(concatBytes(layout.bytes.subarray(0, layout.holeStart), layout.bytes.subarray(layout.holeEnd)));
  return obtainTimestamp({ algorithm, value: await stream.digest() }, { ...options.timestamps, ...signalOf(options) });
}

async function freeFieldName(document: PdfDocument, options: DocumentTimestampOptions): Promise<string> {
  const { fields } = await walkFieldTree(document, signalOf(options));
  const taken = (name: string): boolean => fields.some((field) => field.name === name || field.name.startsWith(`${name}.`));
  const wanted = options.field;
  if (wanted === undefined) {
    for (let index = 1; ; index += 1) if (!taken(`Timestamp${index}`)) return `Timestamp${index}`;
  }
  if (taken(wanted)) throw new PadesError('PADES_FIELD_NAME_TAKEN', `field ${wanted}: the name is taken`);
  return wanted;
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}
