import { type PdfDict, type PdfStream, nameOf } from '../../../../pdf/index.ts';
import { type RevisionSnapshot, dictAt, itemsAt, valueAt, valueOf } from '../revision-step.ts';
import { type Operand, type Operation, readOperations } from './content-tokens.ts';
import { type FontText, type StreamContent, findFont, readFontText, substituteFont } from './font-text.ts';
import { type Box, EMPTY_PATH, type Path, type Point, boxOf, contains, intersect, isBorder, pathKey, rectangleOf } from './painted-path.ts';

/** What an appearance shows: its text in reading order, and the paths that are neither background nor border. */
export interface ShownAppearance {
  readonly text: string;
  readonly paths: readonly string[];
}

export interface AppearanceContext {
  readonly snapshot: RevisionSnapshot;
  readonly content: StreamContent;
  readonly octetsOf: (stream: PdfStream) => Uint8Array | undefined;
  /** Of the form: for fonts that the appearance itself does not name. */
  readonly defaultResources: PdfDict | undefined;
}

const DEPTH_LIMIT = 6;
const SMALLEST_TEXT = 2;
/** Kerning moves glyphs by less, in thousandths of the size. */
const KERNING = 400;
const HARMLESS_STATE: ReadonlySet<string> = new Set(['Type', 'SA', 'SM', 'OP', 'op', 'OPM', 'LW', 'ML', 'LC', 'LJ', 'FL']);
/** Operators without effect on which text shows: line styles, marks, stroke colours, rendering hints. */
const HARMLESS: ReadonlySet<string> = new Set('BMC EMC MP DP w J j M d ri i G RG K CS SC SCN cs BX EX Tw'.split(' '));

/**
 * Reads an appearance stream as a person would: lines from top to bottom, text from left to right, inside of the box, in a colour
 * that shows. Undefined where it cannot be decided what that person sees: images, shadings, transparency, text that is moved
 * backwards, turned, clipped away or covered. @see ISO 32000-2 §9.4, §12.5.5
 */
export function readShownAppearance(context: AppearanceContext, form: PdfStream): ShownAppearance | undefined {
  const { snapshot } = context;
  const box = boxOf((itemsAt(snapshot, form.dict, 'BBox') ?? []).map((item) => (item.kind === 'number' ? item.value : Number.NaN)));
  if (box === undefined || !isUpright(snapshot, form.dict)) return undefined;
  const reader = new AppearanceReader(context, box);
  return reader.drawForm(form, 0) ? reader.shown() : undefined;
}

/** A quarter turn and a shift at most: nothing mirrored, slanted or flattened. */
function isUpright(snapshot: RevisionSnapshot, dict: PdfDict): boolean {
  const items = itemsAt(snapshot, dict, 'Matrix');
  if (items === undefined) return !dict.entries.has('Matrix');
  const [a = 0, b = 0, c = 0, d = 0] = items.map((item) => (item.kind === 'number' ? item.value : 0));
  return (b === 0 && c === 0 && Math.abs(a) === 1 && a === d) || (a === 0 && d === 0 && Math.abs(b) === 1 && b === -c);
}

interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

interface GraphicsState {
  readonly space: Placement;
  readonly clip: Box;
  readonly fill: string;
  readonly font: FontText | undefined;
  readonly size: number;
  readonly leading: number;
}

interface Chunk {
  readonly at: Point;
  readonly size: number;
  text: string;
}

const IDENTITY: Placement = { x: 0, y: 0, scaleX: 1, scaleY: 1 };
const BLACK = '0';

class AppearanceReader {
  readonly #context: AppearanceContext;
  readonly #box: Box;
  readonly #chunks: Chunk[] = [];
  readonly #paths: string[] = [];
  #background: string | undefined;
  #state: GraphicsState;
  #line: Placement = IDENTITY;
  #moved = true;
  #path: Path = EMPTY_PATH;
  #clips = false;
  #resources: readonly (PdfDict | undefined)[] = [];
  #depth = 0;

  constructor(context: AppearanceContext, box: Box) {
    this.#context = context;
    this.#box = box;
    this.#state = { space: IDENTITY, clip: box, fill: BLACK, font: undefined, size: 0, leading: 0 };
  }

  shown(): ShownAppearance {
    return { text: this.#chunks.map(({ text }) => text).join('\n'), paths: this.#paths };
  }

  /** False where something cannot be decided. */
  drawForm(form: PdfStream, depth: number): boolean {
    const { snapshot, octetsOf, defaultResources } = this.#context;
    const octets = octetsOf(form);
    const operations = octets === undefined ? undefined : readOperations(octets);
    if (operations === undefined || depth > DEPTH_LIMIT || form.dict.entries.has('OC') || form.dict.entries.has('Ref')) return false;
    const outer = { resources: this.#resources, depth: this.#depth, state: this.#state };
    this.#resources = [dictAt(snapshot, form.dict, 'Resources'), defaultResources];
    this.#depth = depth;
    const stack: GraphicsState[] = [];
    for (const operation of operations) if (!this.#run(operation, stack)) return false;
    this.#resources = outer.resources;
    this.#depth = outer.depth;
    this.#state = outer.state;
    return true;
  }

  #run({ operator, operands }: Operation, stack: GraphicsState[]): boolean {
    if (HARMLESS.has(operator)) return true;
    const numbers = operands.flatMap((operand) => (operand.kind === 'number' ? [operand.value] : []));
    switch (operator) {
      case 'q':
        stack.push(this.#state);
        return stack.length < 256;
      case 'Q':
        this.#state = stack.pop() ?? this.#state;
        return true;
      case 'cm':
        return this.#concat(numbers);
      case 'gs':
        return this.#isHarmlessState(operands[0]);
      case 'g':
      case 'rg':
      case 'k':
      case 'sc':
      case 'scn':
        this.#state = { ...this.#state, fill: numbers.join(' ') };
        return numbers.length === operands.length && numbers.length > 0;
      case 'BDC':
        return operands[0]?.kind === 'name' && operands[0].value !== 'OC';
      case 'Do':
        return this.#drawObject(operands[0]);
      default:
        return this.#runPath(operator, numbers) ?? this.#runText(operator, operands, numbers) ?? false;
    }
  }

  #concat([a, b, c, d, e = 0, f = 0]: readonly number[]): boolean {
    if (a === undefined || d === undefined || b !== 0 || c !== 0 || a <= 0 || d <= 0) return false;
    this.#state = { ...this.#state, space: within(this.#state.space, { x: e, y: f, scaleX: a, scaleY: d }) };
    return true;
  }

  #isHarmlessState(name: Operand | undefined): boolean {
    const { snapshot } = this.#context;
    const [own] = this.#resources;
    const states = own && dictAt(snapshot, own, 'ExtGState');
    const state = states && name?.kind === 'name' ? dictAt(snapshot, states, name.value) : undefined;
    return state !== undefined && [...state.entries.keys()].every((key) => HARMLESS_STATE.has(key));
  }

  #drawObject(name: Operand | undefined): boolean {
    const { snapshot } = this.#context;
    const [own] = this.#resources;
    const objects = own && dictAt(snapshot, own, 'XObject');
    const object = objects && name?.kind === 'name' ? valueOf(snapshot, objects.entries.get(name.value)) : undefined;
    if (object?.kind !== 'stream' || nameOf(valueAt(snapshot, object.dict, 'Subtype')) !== 'Form') return false;
    const items = itemsAt(snapshot, object.dict, 'Matrix')?.map((item) => (item.kind === 'number' ? item.value : Number.NaN));
    const box = boxOf((itemsAt(snapshot, object.dict, 'BBox') ?? []).map((item) => (item.kind === 'number' ? item.value : Number.NaN)));
    const outer = this.#state;
    if (box === undefined || (items !== undefined && !this.#concat(items))) return false;
    this.#state = { ...this.#state, clip: intersect(this.#state.clip, this.#toForm(box)) };
    const drawn = this.drawForm(object, this.#depth + 1);
    this.#state = outer;
    return drawn;
  }

  #toForm([left, bottom, right, top]: Box): Box {
    const [x0, y0] = this.#pointOf(left, bottom);
    const [x1, y1] = this.#pointOf(right, top);
    return [x0, y0, x1, y1];
  }

  #pointOf(x: number, y: number): Point {
    const { space } = this.#state;
    return [space.x + x * space.scaleX, space.y + y * space.scaleY];
  }

  /** Undefined for what is no operator of paths. */
  #runPath(operator: string, numbers: readonly number[]): boolean | undefined {
    const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN] = numbers;
    const { subpaths } = this.#path;
    switch (operator) {
      case 're': {
        const box = boxOf([...this.#pointOf(x, y), ...this.#pointOf(x + width, y + height)]);
        if (box === undefined) return false;
        const corners: readonly Point[] = [
          [box[0], box[1]],
          [box[2], box[1]],
          [box[2], box[3]],
          [box[0], box[3]],
        ];
        this.#path = { ...this.#path, subpaths: [...subpaths, corners] };
        return true;
      }
      case 'm':
        this.#path = { ...this.#path, subpaths: [...subpaths, [this.#pointOf(x, y)]] };
        return subpaths.length < 1000;
      case 'l':
        this.#path = { ...this.#path, subpaths: [...subpaths.slice(0, -1), [...(subpaths.at(-1) ?? []), this.#pointOf(x, y)]] };
        return subpaths.length > 0 && (subpaths.at(-1)?.length ?? 0) < 1000;
      case 'c':
      case 'v':
      case 'y':
        this.#path = { ...this.#path, hasCurves: true, subpaths: [...subpaths, chunked(numbers).map((point) => this.#pointOf(...point))] };
        return subpaths.length < 1000;
      case 'h':
        return true;
      case 'W':
      case 'W*':
        this.#clips = true;
        return true;
      case 'n':
      case 'S':
      case 's':
      case 'f':
      case 'F':
      case 'f*':
      case 'B':
      case 'B*':
      case 'b':
      case 'b*':
        return this.#paint(operator);
      default:
        return undefined;
    }
  }

  #paint(operator: string): boolean {
    const path = this.#path;
    const clips = this.#clips;
    this.#path = EMPTY_PATH;
    this.#clips = false;
    if (clips) {
      const rectangle = rectangleOf(path);
      if (rectangle === undefined) return path.subpaths.length === 0;
      this.#state = { ...this.#state, clip: intersect(this.#state.clip, rectangle) };
    }
    if (operator === 'n' || path.subpaths.length === 0) return true;
    const fills = !/^s$/i.test(operator);
    // What is filled after text may lie over it.
    if (fills && this.#chunks.length > 0) return false;
    if (!isBorder(path, this.#box)) this.#paths.push(pathKey(`${operator} ${fills ? this.#state.fill : ''}`, path));
    else if (fills) this.#background = this.#state.fill;
    return this.#paths.length < 1000;
  }

  /** Undefined for what is no operator of text. */
  #runText(operator: string, operands: readonly Operand[], numbers: readonly number[]): boolean | undefined {
    const [first = Number.NaN, second = Number.NaN] = numbers;
    switch (operator) {
      case 'BT':
        return this.#moveTo(IDENTITY);
      case 'ET':
        return true;
      case 'Tf':
        return this.#setFont(operands);
      case 'TL':
        this.#state = { ...this.#state, leading: first };
        return true;
      case 'Td':
        return this.#moveBy(first, second);
      case 'TD':
        this.#state = { ...this.#state, leading: -second };
        return this.#moveBy(first, second);
      case 'T*':
        return this.#moveBy(0, -this.#state.leading);
      case 'Tm': {
        const [a = 0, b, c, d = 0, x = 0, y = 0] = numbers;
        return a > 0 && d > 0 && b === 0 && c === 0 && this.#moveTo({ x, y, scaleX: a, scaleY: d });
      }
      case 'Tc':
        return first >= 0;
      case 'Tz':
        return first >= 50 && first <= 200;
      case 'Tr':
        return first === 0 || first === 2;
      case 'Ts':
        return first === 0;
      case 'Tj':
        return this.#show(operands);
      case "'":
        return this.#moveBy(0, -this.#state.leading) && this.#show(operands);
      case '"':
        return second >= 0 && this.#moveBy(0, -this.#state.leading) && this.#show(operands.slice(2));
      case 'TJ':
        return operands[0]?.kind === 'array' && this.#show(operands[0].items);
      default:
        return undefined;
    }
  }

  #setFont([name, size]: readonly Operand[]): boolean {
    if (name?.kind !== 'name' || size?.kind !== 'number') return false;
    const { snapshot, content } = this.#context;
    const font = findFont(snapshot, this.#resources, name.value);
    const decode = font === undefined ? substituteFont : readFontText(snapshot, font, content);
    this.#state = { ...this.#state, font: decode, size: size.value };
    return true;
  }

  #moveBy(x: number, y: number): boolean {
    return this.#moveTo(within(this.#line, { x, y, scaleX: 1, scaleY: 1 }));
  }

  #moveTo(place: Placement): boolean {
    this.#line = place;
    this.#moved = true;
    return Number.isFinite(place.x) && Number.isFinite(place.y);
  }

  #show(operands: readonly Operand[]): boolean {
    for (const operand of operands) {
      if (operand.kind === 'number') {
        if (operand.value > KERNING) return false;
      } else if (operand.kind !== 'string' || !this.#showString(operand.bytes)) return false;
    }
    return true;
  }

  #showString(codes: readonly number[]): boolean {
    if (codes.length === 0) return true;
    const text = this.#state.font?.(codes);
    if (text === undefined) return false;
    const chunk = this.#chunks.at(-1);
    if (this.#moved || chunk === undefined) return this.#startChunk(text);
    chunk.text += text;
    return true;
  }

  #startChunk(text: string): boolean {
    const at = this.#pointOf(this.#line.x, this.#line.y);
    const size = this.#state.size * this.#line.scaleY * this.#state.space.scaleY;
    this.#moved = false;
    const next = { at, size, text };
    const last = this.#chunks.at(-1);
    this.#chunks.push(next);
    if (text.trim() === '') return true;
    return this.#isSeen(next) && (last === undefined || follows(last, next)) && this.#chunks.length < 10_000;
  }

  /** In the box, of a size that can be read, and in a colour other than that behind it. */
  #isSeen({ at, size }: Chunk): boolean {
    const { clip, fill } = this.#state;
    const height = this.#box[3] - this.#box[1];
    const isClippedAway = (clip[2] - clip[0]) * 2 < this.#box[2] - this.#box[0] || (clip[3] - clip[1]) * 2 < height;
    const isLegible = size >= SMALLEST_TEXT && size <= height * 2;
    const contrasts = this.#background === undefined ? !isPale(fill) : fill !== this.#background;
    return !isClippedAway && isLegible && contrasts && contains(clip, at, 1) && contains(this.#box, at, 1);
  }
}

/** Whether a chunk stands after another: to its right, or on a line below it. */
function follows(last: Chunk, next: Chunk): boolean {
  const step = last.at[1] - next.at[1];
  const size = Math.min(last.size, next.size);
  if (Math.abs(step) < size / 10) return next.at[0] >= last.at[0] + last.text.length * size * 0.15;
  return step > size / 2;
}

function within(outer: Placement, inner: Placement): Placement {
  return {
    x: outer.x + inner.x * outer.scaleX,
    y: outer.y + inner.y * outer.scaleY,
    scaleX: outer.scaleX * inner.scaleX,
    scaleY: outer.scaleY * inner.scaleY,
  };
}

function isPale(fill: string): boolean {
  const parts = fill.split(' ').map(Number);
  return parts.length === 4 ? parts.every((part) => part < 0.2) : parts.every((part) => part > 0.8);
}

function chunked(numbers: readonly number[]): readonly Point[] {
  return numbers.flatMap((x, index) => (index % 2 === 0 ? [[x, numbers[index + 1] ?? 0] as const] : []));
}
