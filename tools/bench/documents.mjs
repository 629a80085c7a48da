/** The documents of the benchmark, the same on every run. */
import { PDFDocument } from 'pdf-lib';

export const MIB = 1024 * 1024;

export async function pdfOfPages(pages, saving = {}) {
  const pdf = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) pdf.addPage([595.28, 841.89]).drawText(`Page ${page + 1}`, { x: 72, y: 720 });
  return pdf.save(saving);
}

/** One page and a stream of octets that do not compress. */
export async function pdfOfLength(length, saving = {}) {
  const pdf = await PDFDocument.create();
  pdf.addPage([595.28, 841.89]).drawText('One page', { x: 72, y: 720 });
  pdf.context.register(pdf.context.stream(noise(length)));
  return pdf.save(saving);
}

/**
 * A document of one page and a body of zeros, as a source: its length is that of a large file, its memory that of its few
 * objects. `cut` gives the octets of a range.
 */
export function pdfWithVoid(length) {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [ 5 0 R ] >> >>',
    '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Annots [ 5 0 R ] >>',
    null,
    '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /Rect [ 0 0 0 0 ] /F 132 >>',
  ];
  let head = '%PDF-1.7\n';
  const offsets = [];
  for (const [index, body] of objects.entries()) {
    if (body === null) continue;
    offsets[index] = head.length;
    head += `${index + 1} 0 obj\n${body}\nendobj\n`;
  }
  offsets[3] = head.length;
  head += `4 0 obj\n<< /Length ${length} >>\nstream\n`;
  const startxref = head.length + length + '\nendstream\nendobj\n'.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const tail = `\nendstream\nendobj\nxref\n0 6\n0000000000 65535 f \n${entries}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${startxref}\n%%EOF\n`;
  const first = Buffer.from(head, 'latin1');
  const last = Buffer.from(tail, 'latin1');
  const size = first.length + length + last.length;
  const cut = (start, end) => {
    const bytes = new Uint8Array(end - start);
    if (start < first.length) bytes.set(first.subarray(start, Math.min(end, first.length)));
    const lastAt = first.length + length;
    if (end > lastAt) bytes.set(last.subarray(Math.max(0, start - lastAt), end - lastAt), Math.max(0, lastAt - start));
    return bytes;
  };
  return { size, cut, void: [first.length, first.length + length] };
}

/** A document with a classical cross-reference table, and revisions behind it that each write the information dictionary anew. */
export function withRevisions(bytes, count) {
  const text = Buffer.from(bytes).toString('latin1');
  const last = (pattern) => [...text.matchAll(pattern)].at(-1)?.[1];
  const [info, root, size] = [last(/\/Info (\d+) 0 R/g), last(/\/Root (\d+) 0 R/g), last(/\/Size (\d+)/g)];
  let [previous, at] = [last(/startxref\s+(\d+)/g), bytes.length];
  const parts = [bytes];
  for (let revision = 1; revision <= count; revision += 1) {
    const object = `${info} 0 obj\n<< /Title (Revision ${revision}) >>\nendobj\n`;
    const startxref = at + object.length;
    const table = `xref\n${info} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
    const end = `trailer\n<< /Size ${size} /Root ${root} 0 R /Info ${info} 0 R /Prev ${previous} >>\nstartxref\n${startxref}\n%%EOF\n`;
    parts.push(Buffer.from(object + table + end, 'latin1'));
    at += object.length + table.length + end.length;
    previous = startxref;
  }
  return new Uint8Array(Buffer.concat(parts));
}

function noise(length) {
  const bytes = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}
