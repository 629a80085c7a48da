import { buildClassicPdf, plainRevision } from '@sealkit/testkit';
import { startxrefOf } from '../../test/validation/append-update.ts';
import { contract, sign, trusting } from '../../test/validation/sealed-document.ts';
import { concatBytes, encodeLatin1, memorySource } from '../bytes/index.ts';
import { PDF_LIMITS } from '../pdf/index.ts';
import type { ValidationReport } from './report/report.ts';
import { validateDocument } from './validate-document.ts';

const MANY = 10_000;

const validate = async (bytes: Uint8Array): Promise<ValidationReport> => validateDocument(memorySource(bytes), await trusting());

/** A signed file with updates behind it, each of which brings an object that nothing refers to. */
function updated(signed: Uint8Array, count: number): Uint8Array {
  let previous = startxrefOf(signed);
  let text = '';
  for (let number = 100; number < 100 + count; number += 1) {
    const at = signed.length + text.length;
    const object = `${number} 0 obj\n<< /Update ${number} >>\nendobj\n`;
    const table = `xref\n${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
    text += `${object}${table}trailer\n<< /Size ${number + 1} /Root 1 0 R /Prev ${previous} >>\nstartxref\n${at + object.length}\n%%EOF\n`;
    previous = at + object.length;
  }
  return concatBytes(signed, encodeLatin1(text));
}

describe(`a file of ${MANY} revisions (ISO 32000-2 §7.5.6)`, () => {
  it('is signed and judged where the signature comes last', async () => {
    const later = Array.from({ length: MANY - 1 }, (_, index) => ({ objects: { 90: `<< /Update ${index} >>` } }));
    const { document, signatures } = await validate(await sign(buildClassicPdf([plainRevision(), ...later])));
    expect([document.integrity, document.revisions]).to.deep.equal(['intact', MANY + 1]);
    expect(signatures[0]?.coverage).to.equal('whole-file');
  });

  it('is judged, and its changes named as too many to compare, where they follow the signature', async () => {
    const { document, signatures } = await validate(updated(await sign(contract()), MANY));
    expect([document.integrity, document.revisions]).to.deep.equal(['modified', MANY + 2]);
    expect(signatures[0]?.laterChanges?.findings.map(({ code }) => code)).to.deep.equal(['TOO_MANY_REVISIONS']);
  });

  it('is refused by name beyond the limit', async () => {
    const code = await validate(updated(contract(), PDF_LIMITS.xrefSections)).catch((error: unknown) => (error as { code: string }).code);
    expect(code).to.equal('PDF_LIMIT_EXCEEDED');
  });
});
