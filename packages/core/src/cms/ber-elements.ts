import { CmsError } from './cms-error.ts';

/** Most levels of indefinite lengths that are looked through for the end of an element. */
const MAX_DEPTH = 48;
const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const INDEFINITE = 0x80;
const END_OF_CONTENTS = 2;

interface BerSpan {
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Behind the element, its end-of-contents octets included. */
  readonly end: number;
}

/**
 * The elements within a constructed element, each exactly as received: with its tag and length, whether in DER or in BER.
 * What a time-stamp covers is kept and hashed so. The octets are views.
 *
 * @throws {@link CmsError} `CMS_MALFORMED`, `CMS_LIMIT_EXCEEDED`
 * @see X.690 §8.1
 */
export function berChildren(element: Uint8Array): readonly Uint8Array[] {
  if (((element[0] ?? 0) & CONSTRUCTED) === 0) throw new CmsError('CMS_MALFORMED', 'expected a constructed element');
  const { contentStart, contentEnd } = spanOf(element, 0, element.length, 0);
  const children: Uint8Array[] = [];
  for (let offset = contentStart; offset < contentEnd;) {
    const { end } = spanOf(element, offset, contentEnd, 0);
    children.push(element.subarray(offset, end));
    offset = end;
  }
  return children;
}

function spanOf(bytes: Uint8Array, start: number, limit: number, depth: number): BerSpan {
  let offset = start + 1;
  const identifier = octet(bytes, start, limit);
  if ((identifier & LONG_TAG) === LONG_TAG) {
    while ((octet(bytes, offset, limit) & 0x80) !== 0) offset += 1;
    offset += 1;
  }
  const first = octet(bytes, offset, limit);
  offset += 1;
  if (first === INDEFINITE) {
    if ((identifier & CONSTRUCTED) === 0) throw new CmsError('CMS_MALFORMED', `expected a definite length at ${start}`);
    return indefiniteSpan(bytes, offset, limit, depth);
  }
  let length = first;
  if (first > INDEFINITE) {
    length = 0;
    for (const end = offset + (first & 0x7f); offset < end; offset += 1) length = length * 256 + octet(bytes, offset, limit);
  }
  const end = offset + length;
  if (end > limit) throw new CmsError('CMS_MALFORMED', `expected the element at ${start} to end by ${limit}, got ${end}`);
  return { contentStart: offset, contentEnd: end, end };
}

function indefiniteSpan(bytes: Uint8Array, contentStart: number, limit: number, depth: number): BerSpan {
  if (depth >= MAX_DEPTH) throw new CmsError('CMS_LIMIT_EXCEEDED', `expected at most ${MAX_DEPTH} levels`);
  let offset = contentStart;
  while (octet(bytes, offset, limit) !== 0 || octet(bytes, offset + 1, limit) !== 0) offset = spanOf(bytes, offset, limit, depth + 1).end;
  return { contentStart, contentEnd: offset, end: offset + END_OF_CONTENTS };
}

function octet(bytes: Uint8Array, offset: number, limit: number): number {
  const value = offset < limit ? bytes[offset] : undefined;
  if (value === undefined) throw new CmsError('CMS_MALFORMED', `expected an octet at ${offset}`);
  return value;
}
