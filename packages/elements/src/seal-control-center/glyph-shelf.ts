import { SealkitError } from '@sealkit/core/errors';
import type { GlyphOutline, GlyphSource } from '@sealkit/core/ports';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Fetches the outlines of characters; the source that it answers need not know any others. */
export type GlyphLoader = (characters: readonly string[]) => Promise<GlyphSource>;

/** What became of a drawing: done, waiting for outlines, or without any source of them. */
export type Drawing<Face> = { readonly state: 'drawn'; readonly face: Face } | { readonly state: 'waits' } | { readonly state: 'none' };

/** Stands where an outline is on its way; what is drawn with it is not shown. */
const PLACEHOLDER: GlyphOutline = { unitsPerEm: 1000, advance: 1000, path: 'M 0 0 L 1 0 L 1 1 Z' };

/** Outlines of glyphs for faces that are drawn in the page: at hand, or fetched character by character as they are wanted. */
export class GlyphShelf implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #given: () => GlyphSource | GlyphLoader | undefined;
  #loader: GlyphLoader | null = null;
  #sources: readonly GlyphSource[] = [];
  readonly #asked = new Set<number>();
  #loading = 0;
  #failed = false;

  constructor(host: ReactiveControllerHost, given: () => GlyphSource | GlyphLoader | undefined) {
    this.#host = host;
    this.#given = given;
    host.addController(this);
  }

  hostUpdate(): void {
    const given = this.#given();
    const loader = typeof given === 'function' ? given : null;
    if (loader === this.#loader) return;
    this.#loader = loader;
    this.#sources = [];
    this.#asked.clear();
    this.#failed = false;
  }

  /** Whether there is anything to draw with. */
  get isGiven(): boolean {
    return this.#given() !== undefined && !this.#failed;
  }

  /** Draws, once every outline that it takes is there. A fetch that failed leaves the page without glyphs. */
  draw<Face>(work: (glyphs: GlyphSource) => Face): Drawing<Face> {
    const given = this.#given();
    if (given === undefined || this.#failed) return { state: 'none' };
    if (typeof given !== 'function') return { state: 'drawn', face: work(given) };
    const wanted = new Set<number>();
    const source: GlyphSource = {
      outline: (codePoint, weight, typeface) => {
        for (const known of this.#sources) {
          const outline = known.outline(codePoint, weight, typeface);
          if (outline) return outline;
        }
        if (this.#asked.has(codePoint) && this.#loading === 0) return undefined;
        wanted.add(codePoint);
        return PLACEHOLDER;
      },
    };
    const face = work(source);
    if (wanted.size === 0) return { state: 'drawn', face };
    void this.#fetch([...wanted].filter((codePoint) => !this.#asked.has(codePoint)));
    return { state: 'waits' };
  }

  async #fetch(codePoints: readonly number[]): Promise<void> {
    const loader = this.#loader;
    if (loader === null || codePoints.length === 0) return;
    for (const codePoint of codePoints) this.#asked.add(codePoint);
    this.#loading += 1;
    try {
      const source = await loader(codePoints.map((codePoint) => String.fromCodePoint(codePoint)));
      if (loader === this.#loader) this.#sources = [...this.#sources, source];
    } catch (error) {
      // Without outlines the words stand alone, and the seal maker draws: that is no reason to keep anybody from asking for a seal.
      if (!(error instanceof SealkitError || error instanceof TypeError)) throw error;
      this.#failed = true;
    } finally {
      this.#loading -= 1;
      this.#host.requestUpdate();
    }
  }
}
