import { type PdfDict, entryOf, integerOf } from '../objects.ts';
import { decryptCbc } from './aes-cbc.ts';

/** `adb`, in octets 9 to 11 of the block. */
const MARK = [0x61, 0x64, 0x62];

/**
 * The flags that a person has who opened the document: /P, in revisions 5 and 6 as far as /Perms confirms it, which only
 * the file key could write. Up to revision 4 the key depends on /P itself.
 *
 * @see ISO 32000-2 §7.6.4.4.12 (algorithm 13)
 */
export function confirmedPermissions(dict: PdfDict, flags: number, key: Uint8Array): number {
  if ((integerOf(entryOf(dict, 'R')) ?? 0) < 5) return flags;
  const block = entryOf(dict, 'Perms');
  if (block?.kind !== 'string' || block.bytes.length < 16) return 0;
  // One block in ECB mode is one in CBC mode with a vector of zeros.
  const plain = decryptCbc(key, new Uint8Array(16), block.bytes.subarray(0, 16));
  if (MARK.some((octet, index) => plain[9 + index] !== octet)) return 0;
  return flags & new DataView(plain.buffer).getInt32(0, true);
}
