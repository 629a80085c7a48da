import { encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import type { SignatureFace } from '@sealkit/core/pades';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { FacePicture } from '../foundation/seal-picture.ts';
import type { GlyphShelf } from '../seal-control-center/glyph-shelf.ts';
import { inkFace, inkFault } from './ink-face.ts';
import type { PadStroke } from './pad-strokes.ts';
import { pictureFace, type PictureFault, readPicture, writtenFace } from './picture-face.ts';
import { DEFAULT_PEN, type Pen } from './stroke-outline.ts';
import { typedFace } from './typed-face.ts';

export type PadMode = 'draw' | 'type' | 'upload';

/** Why the pad holds no signature. */
export type PadFault = 'empty' | 'too-small' | 'too-much' | 'type-missing' | 'no-outline' | 'picture-missing' | PictureFault;

/** What was put in. */
export interface PadInput {
  readonly mode: PadMode;
  readonly strokes: readonly PadStroke[];
  readonly typed: string;
  readonly picture: Blob | null;
  readonly clear: boolean;
  readonly pen: Pen;
  readonly colour: string;
}

/** What came of it. */
export interface PadContent {
  readonly face: SignatureFace | null;
  readonly fault: PadFault | null;
  /** Characters without an outline. */
  readonly missing: readonly string[];
  /** A picture is being read, or outlines are on their way. */
  readonly works: boolean;
}

export const NEW_INPUT: PadInput = {
  mode: 'draw',
  strokes: [],
  typed: '',
  picture: null,
  clear: true,
  pen: DEFAULT_PEN,
  colour: '#17212B',
};
/** Where a page has no outlines of glyphs. */
const FONT = '"Songti SC", "Source Han Serif SC", "Noto Serif CJK SC", SimSun, serif';
const NOTHING: PadContent = { face: null, fault: 'empty', missing: [], works: false };

/** Makes a face of what was put in. Strokes at once, pictures as soon as they are read; what comes too late is dropped. */
export class PadContents implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #shelf: GlyphShelf;
  readonly #onReady: () => void;
  #made: PadInput | null = null;
  content: PadContent = NOTHING;

  constructor(host: ReactiveControllerHost, shelf: GlyphShelf, onReady: () => void) {
    this.#host = host;
    this.#shelf = shelf;
    this.#onReady = onReady;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#made = null;
  }

  /** Follows the input; true where the content is another now. */
  follow(input: PadInput): boolean {
    const before = this.content;
    if (input.mode === 'type' && this.#shelf.isGiven) {
      this.#made = input;
      this.content = sameContent(before, this.#typed(input));
      return this.content !== before;
    }
    if (input === this.#made) return false;
    this.#made = input;
    if (input.mode === 'draw') this.content = drawn(input);
    else void this.#makeLater(input);
    return this.content !== before;
  }

  #typed({ typed, colour }: PadInput): PadContent {
    const drawing = this.#shelf.draw((glyphs) => typedFace(typed, glyphs, colour));
    if (drawing.state !== 'drawn') return { ...NOTHING, fault: 'type-missing', works: true };
    const { face } = drawing;
    if (face === null) return { ...NOTHING, fault: 'type-missing' };
    return 'missing' in face
      ? { ...NOTHING, fault: 'no-outline', missing: face.missing }
      : { face: { kind: 'vector', svg: face.svg }, fault: null, missing: [], works: false };
  }

  async #makeLater(input: PadInput): Promise<void> {
    this.content = { ...NOTHING, fault: input.mode === 'type' ? 'type-missing' : 'picture-missing', works: true };
    const made = input.mode === 'type' ? await written(input) : await pictured(input);
    if (input !== this.#made) return;
    this.content = made;
    this.#host.requestUpdate();
    this.#onReady();
  }
}

function drawn({ strokes, pen, colour }: PadInput): PadContent {
  const fault = inkFault(strokes);
  if (fault !== null) return { ...NOTHING, fault };
  const svg = inkFace(strokes, pen, colour);
  return svg === null ? { ...NOTHING, fault: 'too-much' } : { ...NOTHING, fault: null, face: { kind: 'vector', svg } };
}

async function written({ typed, colour }: PadInput): Promise<PadContent> {
  const face = await writtenFace(typed, FONT, colour);
  return face === null ? { ...NOTHING, fault: 'type-missing' } : { ...NOTHING, face, fault: null };
}

async function pictured({ picture, clear }: PadInput): Promise<PadContent> {
  if (picture === null) return { ...NOTHING, fault: 'picture-missing' };
  const read = await readPicture(picture);
  if (typeof read === 'string') return { ...NOTHING, fault: read };
  const face = await pictureFace(read, { clear });
  read.close();
  return typeof face === 'string' ? { ...NOTHING, fault: face } : { ...NOTHING, face, fault: null };
}

function sameContent(before: PadContent, now: PadContent): PadContent {
  const key = ({ face, fault, missing, works }: PadContent): string => JSON.stringify([face, fault, missing, works]);
  return key(before) === key(now) ? before : now;
}

/** A face as the register's pictures are shown. */
export function pictureOfFace(face: SignatureFace): FacePicture | null {
  if (face.kind === 'vector') return { type: 'SVG', base64: encodeBase64(encodeUtf8(face.svg)) };
  return face.kind === 'raster' ? { type: 'PNG', base64: face.base64 } : null;
}
