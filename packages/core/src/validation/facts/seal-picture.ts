import { type CallOptions, decodeLatin1, equalBytes } from '../../bytes/index.ts';
import { CALIBRATED_COLOURS, decodePng, faceToForm, PadesError, parseFaceSvg } from '../../pades/index.ts';
import {
  dictOf,
  integerOf,
  isNamed,
  nameOf,
  type PdfDict,
  type PdfDocument,
  PdfError,
  type PdfObject,
  type PdfStream,
  spellObject,
} from '../../pdf/index.ts';
import type { SealInfo } from '../../seal/index.ts';
import type { SealPlaceFacts } from './seal-facts.ts';
import { type FieldWidget, placementOf } from './signature-widgets.ts';

type Statement = Pick<SealInfo, 'picture' | 'widthUm' | 'heightUm'>;

/** Signature appearances that show the statement's picture and nothing else; any other drawing is different. */
export async function compareSealPlace(
  document: PdfDocument,
  widget: FieldWidget,
  statement: Statement,
  options: CallOptions,
): Promise<SealPlaceFacts> {
  const place = { field: widget.field, page: widget.page };
  try {
    const compared = await compareWidget({ document, widget, statement, options });
    return { ...place, reason: null, ...compared };
  } catch (error) {
    if (!(error instanceof PdfError || error instanceof PadesError)) throw error;
    return { ...place, picture: 'different', reason: error.code, sizeEqual: null, placement: placementOf(widget) ?? null };
  }
}

interface PlaceQuery {
  readonly document: PdfDocument;
  readonly widget: FieldWidget;
  readonly statement: Statement;
  readonly options: CallOptions;
}

type Compared = Pick<SealPlaceFacts, 'picture' | 'sizeEqual' | 'placement'> & { readonly reason?: string };

/** Hidden and NoView: the field shows nothing (ISO 32000-2 table 167). */
const INVISIBLE_FLAGS = 2 | 32;
const PLACE_CONTENT = /^(\/Multiply gs\n)?(\d+(?:\.\d+)?) 0 0 (\d+(?:\.\d+)?) 0 0 cm\n\/Face Do\n$/;
const MULTIPLY = '<< /Multiply << /BM /Multiply /Type /ExtGState >> >>';
const PLACE_KEYS: ReadonlySet<string> = new Set(['BBox', 'Length', 'Matrix', 'Resources', 'Subtype', 'Type', 'Filter']);
/** Scales are written with four decimals. */
const SCALE_TOLERANCE = 0.0001;

async function compareWidget(query: PlaceQuery): Promise<Compared> {
  const { document, widget, statement, options } = query;
  const different = (reason: string): Compared => ({
    picture: 'different',
    reason,
    sizeEqual: null,
    placement: placementOf(widget) ?? null,
  });
  if (((integerOf(widget.dict.entries.get('F')) ?? 0) & INVISIBLE_FLAGS) !== 0 || widget.dict.entries.has('OC'))
    return different('PLACE_HIDDEN');
  const form = await normalAppearance(query);
  if (form === undefined) return different('APPEARANCE_MISSING');
  if ([...form.dict.entries.keys()].some((key) => !PLACE_KEYS.has(key))) return different('APPEARANCE_UNEXPECTED');
  const drawn = PLACE_CONTENT.exec(decodeLatin1(await document.streamBytes(form, options)));
  const resources = await document.lookup(form.dict, 'Resources', options);
  const face = drawn !== null && resources?.kind === 'dict' ? faceReference(resources, drawn[1] !== undefined) : undefined;
  if (drawn === null || face === undefined) return different('APPEARANCE_UNEXPECTED');
  const equal = await isFace(query, await document.resolve(face, options));
  const placed = placedForm(form.dict);
  const placement = (placed && placementOf(widget, placed)) ?? null;
  if (!equal) return { picture: 'different', reason: 'PICTURE_DIFFERS', sizeEqual: null, placement };
  const scales = [Number(drawn[2]), Number(drawn[3])].map((scale) => scale * Number(widget.box?.userUnit ?? '1'));
  const drawnWhole = scales.every((scale) => Math.abs(scale - 1) <= SCALE_TOLERANCE);
  const sizeEqual = drawnWhole && placement !== null && fillsRectangle(widget, placed) && fits(placement, statement);
  return { picture: 'equal', sizeEqual, placement };
}

/** One normal appearance, a form; other states could show something else. */
async function normalAppearance({ document, widget, options }: PlaceQuery): Promise<PdfStream | undefined> {
  const appearance = await document.lookup(widget.dict, 'AP', options);
  if (appearance?.kind !== 'dict' || [...appearance.entries.keys()].some((key) => key !== 'N')) return undefined;
  const form = await document.lookup(appearance, 'N', options);
  return form?.kind === 'stream' && isNamed(form.dict.entries.get('Subtype'), 'Form') ? form : undefined;
}

/** The face that a place draws; blended by Multiply, or plainly in a document where nothing may blend (PDF/A). */
function faceReference(resources: PdfDict, blended: boolean): PdfObject | undefined {
  const objects = dictOf(resources.entries.get('XObject'));
  const states = resources.entries.get('ExtGState');
  const known = blended ? states !== undefined && spellObject(states) === MULTIPLY : states === undefined;
  const onlyThese = resources.entries.size === (blended ? 2 : 1) && objects?.entries.size === 1;
  return known && onlyThese ? objects.entries.get('Face') : undefined;
}

/** Whether an object is the form that the statement's picture makes. Also finds copies of it elsewhere. */
async function isFace(
  { document, statement, options }: Pick<PlaceQuery, 'document' | 'statement' | 'options'>,
  object: PdfObject,
): Promise<boolean> {
  if (object.kind !== 'stream') return false;
  return statement.picture.type === 'SVG'
    ? isVectorFace(document, object, decodeLatin1(statement.picture.bytes), options)
    : isRasterFace({ document, statement, options }, object);
}

const FACE_KEYS: ReadonlySet<string> = new Set(['BBox', 'Group', 'Length', 'Resources', 'Subtype', 'Type', 'Filter']);

async function isVectorFace(document: PdfDocument, form: PdfStream, svg: string, options: CallOptions): Promise<boolean> {
  const expected = faceToForm(svg);
  const resources = dictOf(form.dict.entries.get('Resources'));
  if (!hasFaceDictionary(form.dict, expected.bbox) || resources === undefined || !hasOnly(resources, [])) return false;
  return equalBytes(await document.streamBytes(form, options), expected.content);
}

/** Nothing but these, and the colours that forms have in a document of other colours: any other space shows another picture. */
function hasOnly({ entries }: PdfDict, keys: readonly string[]): boolean {
  const colours = entries.get('ColorSpace');
  const sameColours = colours === undefined || spellObject(colours) === spellObject(CALIBRATED_COLOURS);
  return sameColours && [...entries.keys()].every((key) => key === 'ColorSpace' || keys.includes(key));
}

function hasFaceDictionary(dict: PdfDict, bbox: readonly string[]): boolean {
  const box = dict.entries.get('BBox');
  const texts = box?.kind === 'array' ? box.items.map((item) => (item.kind === 'number' ? item.text : '')) : [];
  return (
    [...dict.entries.keys()].every((key) => FACE_KEYS.has(key)) &&
    texts.length === 4 &&
    texts.every((text, index) => Number(text) === Number(bbox[index]))
  );
}

const RASTER_CONTENT = /^(\d+(?:\.\d+)?) 0 0 (\d+(?:\.\d+)?) 0 0 cm\n\/Image Do\n$/;

async function isRasterFace(query: Pick<PlaceQuery, 'document' | 'statement' | 'options'>, form: PdfStream): Promise<boolean> {
  const { document, options } = query;
  const content = RASTER_CONTENT.exec(decodeLatin1(await document.streamBytes(form, options)));
  const [, width = '', height = ''] = content ?? [];
  if (content === null || !hasFaceDictionary(form.dict, ['0', '0', width, height])) return false;
  const resources = await document.lookup(form.dict, 'Resources', options);
  if (resources?.kind !== 'dict' || !hasOnly(resources, ['XObject'])) return false;
  const image = dictOf(resources.entries.get('XObject'))?.entries.get('Image');
  const drawn = image === undefined ? undefined : await document.resolve(image, options);
  return drawn?.kind === 'stream' && hasSamples(query, drawn);
}

/** Decoded samples and alpha, not files: the same picture may be compressed in many ways. */
async function hasSamples(
  { document, statement, options }: Pick<PlaceQuery, 'document' | 'statement' | 'options'>,
  image: PdfStream,
): Promise<boolean> {
  const wanted = decodePng(statement.picture.bytes);
  const colourSpace = wanted.components === 1 ? 'DeviceGray' : 'DeviceRGB';
  if (!isPlainImage(image.dict, { ...wanted, colourSpace })) return false;
  if (!equalBytes(await document.streamBytes(image, options), wanted.samples)) return false;
  const mask = await document.lookup(image.dict, 'SMask', options);
  if (wanted.alpha === undefined || mask === undefined) return wanted.alpha === mask;
  if (mask.kind !== 'stream' || !isPlainImage(mask.dict, { ...wanted, colourSpace: 'DeviceGray' })) return false;
  return equalBytes(await document.streamBytes(mask, options), wanted.alpha);
}

const IMAGE_KEYS: ReadonlySet<string> = new Set([
  'BitsPerComponent',
  'ColorSpace',
  'Filter',
  'Height',
  'Length',
  'Subtype',
  'Type',
  'Width',
  'SMask',
]);

function isPlainImage(dict: PdfDict, wanted: { readonly width: number; readonly height: number; readonly colourSpace: string }): boolean {
  return (
    [...dict.entries.keys()].every((key) => IMAGE_KEYS.has(key)) &&
    integerOf(dict.entries.get('Width')) === wanted.width &&
    integerOf(dict.entries.get('Height')) === wanted.height &&
    integerOf(dict.entries.get('BitsPerComponent')) === 8 &&
    nameOf(dict.entries.get('ColorSpace')) === wanted.colourSpace
  );
}

interface FormGeometry {
  readonly bbox: readonly [string, string, string, string];
  readonly matrix: readonly [string, string, string, string, string, string];
}

function placedForm(dict: PdfDict): FormGeometry | undefined {
  const [x0, y0, x1, y1] = textsOf(dict.entries.get('BBox'));
  const [a, b, c, d, e, f] = textsOf(dict.entries.get('Matrix'));
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined) return undefined;
  return { bbox: [x0, y0, x1, y1], matrix: [a, b, c, d, e, f] };
}

function textsOf(object: PdfObject | undefined): readonly string[] {
  return object?.kind === 'array' ? object.items.flatMap((item) => (item.kind === 'number' ? [item.text] : [])) : [];
}

/** A reader scales the form until its turned box fills the rectangle (ISO 32000-2 §12.5.5): both must be of one size already. */
function fillsRectangle(widget: FieldWidget, form: FormGeometry | undefined): boolean {
  if (form === undefined || widget.rect === null) return false;
  const [a, b, c, d] = form.matrix.map(Number);
  const [x0, y0, x1, y1] = form.bbox.map(Number);
  const [left, bottom, right, top] = widget.rect.map(Number);
  const numbers = [a, b, c, d, x0, y0, x1, y1, left, bottom, right, top].map((value) => value ?? Number.NaN);
  const [ma = 0, mb = 0, mc = 0, md = 0, bx0 = 0, by0 = 0, bx1 = 0, by1 = 0, l = 0, bo = 0, r = 0, t = 0] = numbers;
  const isRotation =
    Math.abs(ma * md - mb * mc - 1) < ROTATION_TOLERANCE &&
    Math.abs(ma - md) < ROTATION_TOLERANCE &&
    Math.abs(mb + mc) < ROTATION_TOLERANCE;
  const width = Math.abs(bx1 - bx0);
  const height = Math.abs(by1 - by0);
  const turnedWidth = Math.abs(ma) * width + Math.abs(mc) * height;
  const turnedHeight = Math.abs(mb) * width + Math.abs(md) * height;
  return (
    isRotation && Math.abs(turnedWidth - Math.abs(r - l)) < UNIT_TOLERANCE && Math.abs(turnedHeight - Math.abs(t - bo)) < UNIT_TOLERANCE
  );
}

/** Four decimals of a matrix and of a rectangle. */
const ROTATION_TOLERANCE = 0.001;
const UNIT_TOLERANCE = 0.1;
/** Micrometres by which rounding may make a place larger than the picture. */
const SIZE_TOLERANCE_UM = 2;

/** A place shows the whole picture or a slice of it, never more. */
function fits(placement: { readonly width: number; readonly height: number }, statement: Statement): boolean {
  return placement.width <= statement.widthUm + SIZE_TOLERANCE_UM && placement.height <= statement.heightUm + SIZE_TOLERANCE_UM;
}

/** Whether a form or image anywhere in the document draws the statement's picture. */
export async function showsPicture(document: PdfDocument, object: PdfObject, statement: Statement, options: CallOptions): Promise<boolean> {
  const kind = object.kind === 'stream' ? nameOf(object.dict.entries.get('Subtype')) : undefined;
  if (object.kind !== 'stream' || (kind !== 'Form' && kind !== 'Image')) return false;
  try {
    if (statement.picture.type === 'SVG') return await hasVectorContent(document, object, statement, options);
    return (await isFace({ document, statement, options }, object)) || (await hasSamples({ document, statement, options }, object));
  } catch (error) {
    if (error instanceof PdfError || error instanceof PadesError) return false;
    throw error;
  }
}

/** The drawing itself, whatever dictionary is around it. */
async function hasVectorContent(document: PdfDocument, form: PdfStream, statement: Statement, options: CallOptions): Promise<boolean> {
  const svg = decodeLatin1(statement.picture.bytes);
  parseFaceSvg(svg);
  const { content } = faceToForm(svg);
  const bytes = await document.streamBytes(form, options);
  return contains(bytes, content);
}

function contains(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const head = wanted.subarray(0, 256);
  const first = head[0];
  if (first === undefined) return false;
  for (let at = bytes.indexOf(first); at >= 0 && at + wanted.length <= bytes.length; at = bytes.indexOf(first, at + 1)) {
    if (equalBytes(bytes.subarray(at, at + head.length), head) && equalBytes(bytes.subarray(at, at + wanted.length), wanted)) return true;
  }
  return false;
}
