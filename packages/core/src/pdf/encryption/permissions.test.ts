import type { PdfEncryption } from '../document/pdf-document.ts';
import { pdfDict, pdfInteger } from '../objects.ts';
import { type PdfPermissions, permissionsOf } from './permissions.ts';

const encryption = (bits: readonly number[], revision = 4, access: PdfEncryption['access'] = 'user'): PdfEncryption => ({
  access,
  dict: pdfDict({ R: pdfInteger(revision) }),
  handler: 'Standard',
  algorithm: 'AES-128',
  permissions: bits.reduce((flags, bit) => flags | (1 << (bit - 1)), 0),
});

const granted = (permissions: PdfPermissions): readonly string[] =>
  Object.entries(permissions)
    .filter(([, value]) => value)
    .map(([name]) => name);

describe('permissions (ISO 32000-2 table 22)', () => {
  for (const [bits, names] of [
    [[], []],
    [[3], ['print']],
    [
      [3, 12],
      ['print', 'printFaithfully'],
    ],
    [[4], ['modify', 'assemble']],
    [[6], ['annotate', 'fillFields']],
    [[9], ['fillFields']],
    [[11], ['assemble']],
    [
      [4, 6],
      ['modify', 'annotate', 'fillFields', 'createFields', 'assemble'],
    ],
  ] as const)
    it(`bits ${bits.join(', ') || 'none'} grant ${names.join(', ') || 'nothing'}`, () => {
      expect(granted(permissionsOf(encryption(bits)))).to.deep.equal(names);
    });

  it('are all granted with the owner password', () => {
    expect(Object.values(permissionsOf(encryption([], 4, 'owner'))).every((value) => value)).to.equal(true);
  });

  it('take no notice of the bits above 8 in revision 2, where they are reserved and set', () => {
    expect(granted(permissionsOf(encryption([9, 11, 12], 2)))).to.deep.equal([]);
    expect(granted(permissionsOf(encryption([3, 9, 11, 12], 2)))).to.deep.equal(['print', 'printFaithfully']);
  });
});
