import { type ByteSource, type Bytes, type CallOptions, copyBytes } from '../../bytes/index.ts';
import { archivedForms, type DataObject } from '../../cades/index.ts';
import { joinSignedData, readSignedDataElements, type SignedData } from '../../cms/index.ts';
import { contentOfBytes, contentOfSpans, type SignedContent } from './signed-content.ts';

/** A CMS file as an evidence record sees it: without what came with the record and after it. */
export interface ArchivedContainer {
  /** What the record may have been made over, the most likely first. */
  forms(signer: number, attributes: ReadonlySet<number>): readonly DataObject[];
  /** Whether that is all there can be: a file in BER that is read in pieces is known only as it would be in DER. */
  readonly isComplete: boolean;
  readonly holdsContent: boolean;
  /** EncapsulatedContentInfo as it lies in the file, content included. */
  encapContentInfo(): SignedContent;
}

/** Of a file that lies in memory, DER or BER. */
export function containerOfBytes(file: Bytes, { content, trailing }: SignedData): ArchivedContainer {
  const cms = file.slice(0, file.length - trailing.length);
  return {
    isComplete: true,
    holdsContent: content !== undefined,
    encapContentInfo: () => contentOfBytes(copyBytes(readSignedDataElements(cms).encapContentInfo)),
    forms: (signer, attributes) => archivedForms(cms, signer, attributes).map(contentOfBytes),
  };
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
    encapContentInfo: () => contentOfSpans(encapContentInfo, [{ start: 0, end: encapContentInfo.size }], options),
    forms: (signer, attributes) =>
      archivedForms(detached, signer, attributes).map((form) => {
        const whole = joinSignedData(form, encapContentInfo);
        return contentOfSpans(whole, [{ start: 0, end: whole.size }], options);
      }),
  };
}
