import { decodeLatin1, encodeLatin1, type Bytes, concatBytes } from '../../src/bytes/index.ts';

/** What an update does besides its objects. */
export interface UpdateOptions {
  readonly root?: string;
  /** More entries of the trailer. */
  readonly trailer?: string;
  /** Offsets of entries that point elsewhere than to an object of this update. */
  readonly offsets?: Readonly<Record<number, number>>;
  /** What the trailer states otherwise than it is. */
  readonly previous?: number;
  readonly size?: number;
}

/** An incremental update with a classic table, as anybody can append it: objects by number as PDF text, null frees the number. */
export function appendUpdate(original: Uint8Array, objects: Readonly<Record<number, string | null>>, options: UpdateOptions = {}): Bytes {
  const before = decodeLatin1(original);
  const previous = options.previous ?? startxrefOf(original);
  const trailers = [...before.matchAll(/\/Root (\d+ \d+ R)/g)];
  const root = options.root ?? trailers.at(-1)?.[1] ?? '1 0 R';
  let text = '\n';
  const lines: string[] = [];
  let size = Math.max(...[...before.matchAll(/\/Size (\d+)/g)].map((match) => Number(match[1])));
  const numbers = new Set([...Object.keys(objects), ...Object.keys(options.offsets ?? {})].map(Number));
  for (const number of numbers) {
    size = Math.max(size, number + 1);
    const body = objects[number];
    const offset = options.offsets?.[number] ?? before.length + text.length;
    lines.push(`${number} 1\n${body === null ? '0000000000 00001 f ' : `${String(offset).padStart(10, '0')} 00000 n `}\n`);
    if (typeof body === 'string') text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const start = before.length + text.length;
  text += `xref\n${lines.join('')}trailer\n<< /Size ${options.size ?? size} /Root ${root} /Prev ${previous} ${options.trailer ?? ''}>>\nstartxref\n${start}\n%%EOF\n`;
  return concatBytes(original, encodeLatin1(text));
}

/** Where the newest section is said to begin. */
export function startxrefOf(bytes: Uint8Array): number {
  return Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(decodeLatin1(bytes))?.[1]);
}

/** The text of an object as the last update has it. */
export function objectText(bytes: Uint8Array, number: number): string {
  const text = decodeLatin1(bytes);
  const matches = [...text.matchAll(new RegExp(`(?:^|[\\r\\n])${number} 0 obj\\s+([\\s\\S]*?)\\s*endobj`, 'g'))];
  return matches.at(-1)?.[1] ?? '';
}
