import type { ByteSource, Bytes, CallOptions } from '../../bytes/index.ts';
import { archivedForms, type DataObject } from '../../cades/index.ts';
import { joinSignedData } from '../../cms/index.ts';
import { contentOfBytes, contentOfSpans } from './signed-content.ts';

/** A CMS file as an evidence record sees it: without what came with the record and after it. */
export interface ArchivedContainer {
  /** What the record may have been made over, the most likely first. */
  forms(signer: number, attributes: ReadonlySet<number>): readonly DataObject[];
  /** Whether that is all there can be: a file in BER that is read in pieces is known only as it would be in DER. */
  readonly isComplete: boolean;
  readonly holdsContent: boolean;
}

/** Of a file that lies in memory, DER or BER. */
export function containerOfBytes(cms: Bytes, holdsContent: boolean): ArchivedContainer {
  return { isComplete: true, holdsContent, forms: (signer, attributes) => archivedForms(cms, signer, attributes).map(contentOfBytes) };
}

const INDEFINITE = 0x80;

/** Of a file whose content is read in pieces. */
export async function containerOfPieces(
  file: ByteSource,
  { detached, encapContentInfo }: { readonly detached: Bytes; readonly encapContentInfo: ByteSource },
  options: CallOptions,
): Promise<ArchivedContainer> {
  const [, length] = await file.read(0, Math.min(2, file.size), options);
  return {
    isComplete: length !== INDEFINITE,
    holdsContent: true,
    forms: (signer, attributes) =>
      archivedForms(detached, signer, attributes).map((form) => {
        const whole = joinSignedData(form, encapContentInfo);
        return contentOfSpans(whole, [{ start: 0, end: whole.size }], options);
      }),
  };
}
