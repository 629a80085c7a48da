import { type Bytes, encodeHex, encodeUtf8 } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { sm3 } from '../../sm/index.ts';
import type { PackageEntry } from './canonical-zip.ts';
import { compareEntryNames, isSummed } from './entry-names.ts';

export type ListedDigest = 'SHA-256' | 'SM3';

/** Digests of entries as `sha256sum` writes and checks them: `<hex>  <name>` by line, in the order of the package. */
export async function formatDigestList(algorithm: ListedDigest, entries: readonly PackageEntry[], engine?: DigestEngine): Promise<Bytes> {
  const summed = entries.filter(({ name }) => isSummed(name)).sort((left, right) => compareEntryNames(left.name, right.name));
  const lines: string[] = [];
  for (const { name, bytes } of summed) {
    const value = algorithm === 'SM3' ? sm3(bytes) : await digest(algorithm, bytes, engine);
    lines.push(`${encodeHex(value)}  ${name}\n`);
  }
  return encodeUtf8(lines.join(''));
}
