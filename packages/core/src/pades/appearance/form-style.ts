import { type PdfDict, type PdfObject, pdfArray, pdfDict, pdfName, pdfNumber } from '../../pdf/index.ts';

/** How the forms of an act are written; undefined for what needs nothing special. */
export type FormStyle = PdfaForm | undefined;

/** How appearances are written for a document that claims PDF/A. */
export interface PdfaForm {
  /** Without blending or transparency groups, and with an appearance for a hidden widget. */
  readonly flat: boolean;
  /** With RGB that stands on its own: the document's output intent is another. */
  readonly calibrated: boolean;
  /** Whether its output intent says what CMYK looks like. */
  readonly takesCmyk: boolean;
}

/** sRGB as a CIE-based space (ISO 32000-2 §8.6.5.3), with a plain exponent for its curve. */
const SRGB = pdfArray([
  pdfName('CalRGB'),
  pdfDict({
    Gamma: numbers('2.2', '2.2', '2.2'),
    Matrix: numbers('0.4124', '0.2126', '0.0193', '0.3576', '0.7152', '0.1192', '0.1805', '0.0722', '0.9505'),
    WhitePoint: numbers('0.9505', '1', '1.089'),
  }),
]);

/** What DeviceRGB stands for in a form whose document has other colours (§8.6.5.6). */
export const CALIBRATED_COLOURS: PdfDict = pdfDict({ DefaultRGB: SRGB });

/** An isolated transparency group, so that a place blends the face as one picture (ISO 32000-2 §11.6.6). */
export function formGroup(style: FormStyle): { readonly Group?: PdfObject } {
  if (style?.flat === true) return {};
  const colours = style?.calibrated === true ? SRGB : pdfName('DeviceRGB');
  return { Group: pdfDict({ CS: colours, I: { kind: 'boolean', value: true }, S: pdfName('Transparency'), Type: pdfName('Group') }) };
}

/** Resources with the RGB that DeviceRGB stands for in them (§8.6.5.6). */
export function formResources(resources: PdfDict, style: FormStyle): PdfDict {
  if (style?.calibrated !== true) return resources;
  return pdfDict(new Map([...resources.entries, ['ColorSpace', CALIBRATED_COLOURS]]));
}

function numbers(...texts: readonly string[]): PdfObject {
  return pdfArray(texts.map(pdfNumber));
}
