/** One revision of a hand-written file: objects by number, as PDF text, or null to free the number. */
export interface ClassicRevision {
  readonly objects: { readonly [number: number]: string | null };
  /** Entries of the trailer besides /Size, /Root and /Prev. */
  readonly trailer?: string;
  /** Root of this revision; `1 0 R` by default. */
  readonly root?: string;
  /** What follows %%EOF; LF by default. */
  readonly ending?: '' | '\n' | '\r' | '\r\n';
}

/**
 * A file with classic cross-reference tables, one section per revision, `/Prev` from each to the one before. What the text
 * says is written as it is: wrong files are made on purpose.
 */
export function buildClassicPdf(revisions: readonly ClassicRevision[]): Uint8Array<ArrayBuffer> {
  let text = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
  let previous: number | undefined;
  let size = 1;
  for (const revision of revisions) {
    const entries: { readonly number: number; readonly line: string }[] = [];
    for (const [key, body] of Object.entries(revision.objects)) {
      const number = Number(key);
      size = Math.max(size, number + 1);
      if (body === null) entries.push({ number, line: '0000000000 00001 f \n' });
      else {
        entries.push({ number, line: `${String(text.length).padStart(10, '0')} 00000 n \n` });
        text += `${number} 0 obj\n${body}\nendobj\n`;
      }
    }
    const start = text.length;
    const head = previous === undefined ? [{ number: 0, line: '0000000000 65535 f \n' }] : [];
    const sections = [...head, ...entries.sort((left, right) => left.number - right.number)];
    text += `xref\n${subsections(sections)}trailer\n<< /Size ${size} /Root ${revision.root ?? '1 0 R'}`;
    text += `${previous === undefined ? '' : ` /Prev ${previous}`}${revision.trailer === undefined ? '' : ` ${revision.trailer}`} >>\n`;
    text += `startxref\n${start}\n%%EOF${revision.ending ?? '\n'}`;
    previous = start;
  }
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A content stream's object text. */
export function streamObject(content: string, dictionary = ''): string {
  return `<< /Length ${content.length}${dictionary === '' ? '' : ` ${dictionary}`} >>\nstream\n${content}\nendstream`;
}

function subsections(entries: readonly { readonly number: number; readonly line: string }[]): string {
  let text = '';
  for (let index = 0; index < entries.length;) {
    const first = entries[index]?.number ?? 0;
    let end = index;
    while (entries[end]?.number === first + (end - index)) end += 1;
    text += `${first} ${end - index}\n${entries
      .slice(index, end)
      .map(({ line }) => line)
      .join('')}`;
    index = end;
  }
  return text;
}
