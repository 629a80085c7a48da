import { webcrypto } from 'node:crypto';
import { OctetString } from 'asn1js';
import { CertBag, CryptoEngine, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, type SafeBag, SafeContents } from 'pkijs';
import { KeyStoreError } from '../key-store-error.ts';
import type { Pkcs12Content } from './pkcs12-content.ts';

/** Reads a file under PBES2, or without encryption, whose integrity a MAC protects. */
export async function readModernPkcs12(file: Uint8Array, password: string): Promise<Pkcs12Content> {
  const engine = new CryptoEngine({ name: 'sealkit', crypto: webcrypto as Crypto });
  const pfx = parsePfx(file);
  const secret = new Uint8Array(Buffer.from(password, 'utf8')).buffer;
  if (pfx.macData === undefined) throw new KeyStoreError('KEY_FILE_MALFORMED', 'expected a PKCS #12 file with a password-based MAC');
  try {
    await pfx.parseInternalValues({ password: secret, checkIntegrity: true }, engine);
  } catch {
    throw new KeyStoreError('KEY_FILE_PASSWORD_WRONG', 'the PKCS #12 file does not open with this password, or it was changed');
  }
  try {
    const safe = pfx.parsedValue?.authenticatedSafe;
    if (safe === undefined) throw new KeyStoreError('KEY_FILE_MALFORMED', 'expected an authenticated safe');
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password: secret })) }, engine);
    const bags = bagsOf(safe.parsedValue?.safeContents);
    const privateKeys: Uint8Array[] = [];
    for (const bag of bags) {
      const key = await readKey(bag, secret, engine);
      if (key !== undefined) privateKeys.push(key);
    }
    return { privateKeys, certificates: bags.flatMap(readCertificate) };
  } catch (error) {
    if (error instanceof KeyStoreError) throw error;
    throw new KeyStoreError(
      'KEY_FILE_ALGORITHM_UNSUPPORTED',
      'the PKCS #12 file uses an encryption that is not supported (expected PBES2 with AES)',
    );
  }
}

function parsePfx(file: Uint8Array): PFX {
  try {
    return PFX.fromBER(new Uint8Array(file));
  } catch {
    throw new KeyStoreError('KEY_FILE_MALFORMED', 'expected a PKCS #12 file');
  }
}

function bagsOf(contents: unknown): readonly SafeBag[] {
  if (!Array.isArray(contents)) return [];
  return contents.flatMap((content: { readonly value?: unknown }) => (content.value instanceof SafeContents ? content.value.safeBags : []));
}

async function readKey(bag: SafeBag, password: ArrayBuffer, engine: CryptoEngine): Promise<Uint8Array | undefined> {
  const { bagValue } = bag;
  if (bagValue instanceof PrivateKeyInfo) return new Uint8Array(bagValue.toSchema().toBER());
  if (!(bagValue instanceof PKCS8ShroudedKeyBag)) return undefined;
  // The engine is the third party's: its types leave this method out of the class.
  await (bagValue as unknown as ShroudedKeyBag).parseInternalValues({ password }, engine);
  return bagValue.parsedValue === undefined ? undefined : new Uint8Array(bagValue.parsedValue.toSchema().toBER());
}

interface ShroudedKeyBag {
  parseInternalValues(parameters: { readonly password: ArrayBuffer }, engine: CryptoEngine): Promise<void>;
}

/** The certificate's own octets, not an encoding of what was parsed. */
function readCertificate(bag: SafeBag): readonly Uint8Array[] {
  const { bagValue } = bag;
  if (!(bagValue instanceof CertBag) || !(bagValue.certValue instanceof OctetString)) return [];
  return [new Uint8Array(bagValue.certValue.getValue())];
}
