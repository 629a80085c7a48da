import { Asn1Error, type ElementHeader, readHeader } from '../asn1/index.ts';
import type { Bytes, ByteSource, CallOptions } from '../bytes/index.ts';
import { CmsError } from './cms-error.ts';

/** An element in a source, by places in it; `contentEnd` is undefined for the indefinite form. */
export type PlacedElement = ElementHeader & { readonly start: number };

/** What lies within an element, and the places where that and the element itself end. */
export interface PlacedChildren {
  readonly children: readonly PlacedElement[];
  readonly contentEnd: number;
  readonly end: number;
}

interface ChildrenOptions {
  readonly from?: number;
  /** Levels of indefinite lengths around. */
  readonly depth?: number;
}

/** Octets that are read at a time: headers of short segments lie close to each other. */
const BLOCK = 64 * 1024;
/** Longer than identifier and length octets that are read at all. */
const HEADER = 16;
const MAX_DEPTH = 48;
const MAX_ELEMENTS = 1_000_000;
const END_OF_CONTENTS = 2;

/** Reads headers of BER elements in a source, and passes over their content. */
export class ElementCursor {
  readonly #source: ByteSource;
  readonly #options: CallOptions;
  #block: { readonly start: number; readonly bytes: Bytes } = { start: 0, bytes: new Uint8Array() };
  #elements = 0;

  constructor(source: ByteSource, options: CallOptions) {
    this.#source = source;
    this.#options = options;
  }

  /**
   * The element at `start`, which must end by `limit`.
   *
   * @throws Asn1Error; {@link CmsError} `CMS_LIMIT_EXCEEDED`
   */
  async elementAt(start: number, limit: number): Promise<PlacedElement> {
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw new CmsError('CMS_LIMIT_EXCEEDED', `expected at most ${MAX_ELEMENTS} elements`);
    const header = readHeader(await this.#octets(start, limit), 0, limit - start);
    const contentEnd = header.contentEnd === undefined ? undefined : start + header.contentEnd;
    return { ...header, start, contentStart: start + header.contentStart, contentEnd };
  }

  /** Whether the content of an element of indefinite length ends at `offset`. */
  async isEndOfContents(offset: number, limit: number): Promise<boolean> {
    const [first, second] = await this.#octets(offset, limit);
    return first === 0 && second === 0;
  }

  /**
   * The elements within a constructed one, all of them or those that begin at `from` or later, and where it ends.
   *
   * @throws as `elementAt` does.
   */
  async childrenOf(
    element: PlacedElement,
    limit: number,
    { from = element.contentStart, depth = 0 }: ChildrenOptions = {},
  ): Promise<PlacedChildren> {
    const children: PlacedElement[] = [];
    const contentLimit = element.contentEnd ?? limit;
    let offset = from;
    while (!(await this.#endsAt(element, offset, contentLimit))) {
      const child = await this.elementAt(offset, contentLimit);
      children.push(child);
      offset = await this.endOf(child, contentLimit, depth + 1);
    }
    return { children, contentEnd: offset, end: element.contentEnd ?? offset + END_OF_CONTENTS };
  }

  /** The place behind an element, its end-of-contents octets included. @throws as `elementAt` does. */
  async endOf(element: PlacedElement, limit: number, depth = 0): Promise<number> {
    if (element.contentEnd !== undefined) return element.contentEnd;
    if (depth >= MAX_DEPTH) throw new CmsError('CMS_LIMIT_EXCEEDED', `expected at most ${MAX_DEPTH} levels`);
    if (!element.constructed)
      throw new Asn1Error('ASN1_LENGTH_MALFORMED', `expected a definite length of a primitive element at ${element.start}`);
    return (await this.childrenOf(element, limit, { depth })).end;
  }

  async #endsAt(element: PlacedElement, offset: number, limit: number): Promise<boolean> {
    return element.contentEnd === undefined ? this.isEndOfContents(offset, limit) : offset >= element.contentEnd;
  }

  async #octets(start: number, limit: number): Promise<Bytes> {
    const end = Math.min(start + HEADER, limit);
    const { start: from, bytes } = this.#block;
    if (start < from || end > from + bytes.length) {
      this.#options.signal?.throwIfAborted();
      const fresh = await this.#source.read(start, Math.min(start + BLOCK, this.#source.size), this.#options);
      this.#block = { start, bytes: fresh };
    }
    return this.#block.bytes.subarray(start - this.#block.start, end - this.#block.start);
  }
}
