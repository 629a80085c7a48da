import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { type ByteSource, memorySource } from '../../bytes/index.ts';
import { openPdf } from '../../pdf/index.ts';
import { readDocumentFrame } from '../frame/read-document-frame.ts';
import { type FieldTree, walkFieldTree } from './field-tree.ts';

const longNames = (): string => {
  const kids = Array.from({ length: 5000 }, (_, index) => `<< /T (${index}) >>`).join(' ');
  return `<< /T (${'n'.repeat(100_000)}) /Kids [${kids}] >>`;
};

const sourceOf = (objects: Readonly<Record<number, string>>): ByteSource => {
  const form = { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R] >> >>' };
  return memorySource(smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'], { objects: { ...form, ...objects } })).bytes);
};

const treeOf = async (objects: Readonly<Record<number, string>>): Promise<FieldTree> => walkFieldTree(await openPdf(sourceOf(objects)));

describe('the field tree (ISO 32000-2 §12.7.4)', () => {
  it('is not read on where the names of parents multiply beyond all memory', async () => {
    const { fields, faults } = await treeOf({ 20: longNames() });
    expect(faults).to.deep.equal(['tree-too-large']);
    expect(fields.reduce((sum, { name }) => sum + name.length, 0)).to.be.below(16 * 1024 * 1024);
    expect(fields[0]?.name.slice(-3)).to.equal('n.0');
  });

  it('has every field whose parents have long names, as long as there are few', async () => {
    const { fields, faults } = await treeOf({ 20: `<< /T (${'n'.repeat(4000)}) /Kids [<< /T (a) >> << /T (b) >>] >>` });
    expect(faults).to.deep.equal([]);
    expect(fields.map(({ name }) => name.slice(-2))).to.deep.equal(['.a', '.b']);
  });

  it('keeps a document from being signed where some of it was not read: a signature may be there', async () => {
    const deep = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [20 + index, `<< /T (a) /Kids [${21 + index} 0 R] >>`]));
    const frame = (objects: Readonly<Record<number, string>>): Promise<unknown> =>
      readDocumentFrame(sourceOf(objects), { algorithm: 'SHA-256', pages: [], mode: 'direct' });
    for (const objects of [{ 20: longNames() }, { ...deep, 120: '<< /T (z) /FT /Sig >>' }])
      expect(await codeOfAsync(() => frame(objects))).to.equal('PADES_FIELD_TREE_UNUSABLE');
    expect(await codeOfAsync(() => frame({ 20: '<< /T (a) /Kids [20 0 R] >>' })), 'a loop is read around').to.equal('');
  });
});
