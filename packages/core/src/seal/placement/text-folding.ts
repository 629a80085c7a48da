/** How text and keyword are compared. */
export interface TextFolding {
  /** Full-width as half-width, ligatures and radicals as what they stand for (NFKC); true unless said otherwise. */
  readonly foldWidth?: boolean;
  /** Upper as lower case; true unless said otherwise. */
  readonly foldCase?: boolean;
  /** White space counts for nothing, since many writers put gaps into a word; true unless said otherwise. */
  readonly ignoreSpaces?: boolean;
}

/** Folded text, and for each of its UTF-16 units the half-open range of the units that it came from. */
export interface FoldedText {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A character with the marks on it: composed as one, so that both spellings of a letter are one. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

export function foldText(text: string, { foldWidth = true, foldCase = true, ignoreSpaces = true }: TextFolding = {}): FoldedText {
  let folded = '';
  const from: number[] = [];
  const to: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const wide = foldWidth ? cluster.normalize('NFKC') : cluster.normalize('NFC');
    const cased = foldCase ? wide.toLowerCase() : wide;
    const part = ignoreSpaces ? cased.replaceAll(/\s/gu, '') : cased;
    folded += part;
    for (let unit = 0; unit < part.length; unit += 1) {
      from.push(index);
      to.push(index + cluster.length);
    }
  }
  return { text: folded, from, to };
}
