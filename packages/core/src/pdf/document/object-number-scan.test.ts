import { memorySource } from '../../bytes/index.ts';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { codeOfAsync } from '../../../test/pdf/refusal.ts';
import { firstFreeObjectNumber, highestObjectNumber } from './object-number-scan.ts';
import { openPdf } from './open-pdf.ts';

const highestIn = async (text: string): Promise<number> => highestObjectNumber(await openPdf(memorySource(bytesOf(text))));
const plain = (objects: Record<number, string>): string => withTable('', { ...PAGE_OBJECTS, ...objects }).text;

describe('highestObjectNumber: all that a file defines or refers to', () => {
  it('counts objects, and references from objects', async () => {
    expect(await highestIn(plain({}))).to.equal(3);
    expect(await highestIn(plain({ 9: '(nine)' }))).to.equal(9);
    expect(await highestIn(plain({ 4: '[ 41 0 R ]' }))).to.equal(41);
    expect(await highestIn(plain({ 4: '<< /Length 1 /X 55 0 R >>\nstream\nx\nendstream' }))).to.equal(55);
  });

  it('counts superseded, freed and unreferenced objects of every revision', async () => {
    const first = withTable('', { ...PAGE_OBJECTS, 4: '[ 41 0 R ]' });
    const second = withTable(first.text, { 4: 'null' }, { previous: first.startxref, size: 5 });
    expect(await highestIn(second.text)).to.equal(41);
    const freed = withTable(first.text, {}, { previous: first.startxref, size: 5, free: [60] });
    expect(await highestIn(freed.text)).to.equal(60);
    const latent = first.text.replace('xref\n', '70 0 obj\n[ 71 0 R ]\nendobj\nxref\n');
    const moved = latent.replace(/startxref\n(\d+)/, (_, at: string) => `startxref\n${Number(at) + latent.length - first.text.length}`);
    expect(await highestIn(moved)).to.equal(71);
  });

  it('counts within object streams, in and out of the cross-reference', async () => {
    const inner = objectStreamText({ 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '', 5: '[ 80 0 R ]' });
    const listed = withStream('', { 1: PAGE_OBJECTS[1] ?? '', 4: inner }, 6, { compressed: { 2: [4, 0], 3: [4, 1] } });
    expect(await highestIn(listed.text)).to.equal(80);
    const hex = objectStreamText({ 90: '[ 91 0 R ]' }).replace(/stream\n(.*)\nendstream/, (_, body: string) => {
      const coded = [...bytesOf(body)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return `stream\n${coded}>\nendstream`;
    });
    const latent = `8 0 obj\n${hex.replace('/Type', '/Filter /AHx /Type')}\nendobj\n`;
    const file = withTable(`%PDF-1.7\n${latent}`, PAGE_OBJECTS);
    expect(await highestIn(file.text)).to.equal(91);
  });

  it('counts what any reading of comments and strings may show', async () => {
    expect(await highestIn(plain({ 4: '[ 41 % comment\n 0 %another 7\n R ]' }))).to.equal(41);
    expect(await highestIn(plain({ 4: '[ (100%) 42 0 R ]' }))).to.equal(42);
    expect(await highestIn(plain({ 4: '[ (100%) 43 0 % x\n R ]' }))).to.equal(43);
    expect(await highestIn(plain({ 4: '% 44 0 R\n[ ]' }))).to.equal(44);
    expect(await highestIn(plain({ 4: '(45 0 R)' }))).to.equal(45);
  });

  it('passes over bodies of streams whose length holds', async () => {
    expect(await highestIn(plain({ 4: '<< /Length 8 >>\nstream\n 77 0 R \nendstream' }))).to.equal(4);
    expect(await highestIn(plain({ 4: '<< /Length 1 >>\nstream\n 77 0 R \nendstream' }))).to.equal(77);
  });

  it('does not pass over a body in which another object begins', async () => {
    const inner = '5 0 obj\n[ 88 0 R ]\nendobj\n';
    const text = plain({ 4: `<< /Length ${inner.length} >>\nstream\n${inner}endstream`, 5: '(placeholder)' });
    const real = String(text.indexOf('5 0 obj\n(')).padStart(10, '0');
    const fake = String(text.indexOf('5 0 obj\n[')).padStart(10, '0');
    expect(await highestIn(text.replace(`${real} 00000 n`, `${fake} 00000 n`))).to.equal(88);
  });

  it('is not mistaken by other tokens', async () => {
    for (const body of ['[ 1 50 0 ]', '[ 50 /R ]', '[ 50 0 /R ]', '[ 50 (x) 0 ]', '(50 0 Rx)', '(50 0R)', '(a50 0 R)', '(50 0 ) R']) {
      expect(await highestIn(plain({ 4: body.replace(') R', ')') }))).to.equal(4);
    }
  });

  it('refuses a number beyond what PDF allows', async () => {
    expect(await codeOfAsync(() => highestIn(plain({ 4: '[ 8388608 0 R ]' })))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(await highestIn(plain({ 4: '[ 8388607 0 R ]' }))).to.equal(8388607);
  });

  it('gives the first free number, not below any /Size', async () => {
    const free = async (text: string): Promise<number> => firstFreeObjectNumber(await openPdf(memorySource(bytesOf(text))));
    expect(await free(plain({}))).to.equal(4);
    expect(await free(withTable('', PAGE_OBJECTS, { size: 30 }).text)).to.equal(30);
    expect(await codeOfAsync(() => free(plain({ 4: '[ 8388607 0 R ]' })))).to.equal('PDF_LIMIT_EXCEEDED');
  });
});
