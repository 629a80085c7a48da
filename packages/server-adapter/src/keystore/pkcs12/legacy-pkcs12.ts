import forge from 'node-forge';
import { KeyStoreError } from '../key-store-error.ts';
import type { Pkcs12Content } from './pkcs12-content.ts';

// Printable ASCII: what forge encodes as a BMPString in the way that other tools do.
const ASCII = /^[\u0020-\u007e]*$/;
const CONVERT = 'convert it: openssl pkcs12 -legacy -in OLD -nodes | openssl pkcs12 -export -out NEW';

/** Reads a file under the PBE algorithms of PKCS #12 itself (RC2-40, 3DES), which WebCrypto does not have. */
export function readLegacyPkcs12(file: Uint8Array, password: string): Pkcs12Content {
  if (!ASCII.test(password))
    throw new KeyStoreError('KEY_FILE_LEGACY_PASSWORD', `an old PKCS #12 file opens with an ASCII password only; ${CONVERT}`);
  const structure = parse(file);
  let pfx: forge.pkcs12.Pkcs12Pfx;
  try {
    pfx = forge.pkcs12.pkcs12FromAsn1(structure, true, password);
  } catch {
    // Forge's error is dropped: nothing about a private key may travel in a cause.
    throw new KeyStoreError('KEY_FILE_PASSWORD_WRONG', 'the PKCS #12 file does not open with this password, or it was changed');
  }
  const bags = pfx.safeContents.flatMap(({ safeBags }) => safeBags);
  return { privateKeys: bags.flatMap(readKey), certificates: bags.flatMap(readCertificate) };
}

function parse(file: Uint8Array): forge.asn1.Asn1 {
  try {
    return forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(file).toString('binary')));
  } catch {
    throw new KeyStoreError('KEY_FILE_MALFORMED', 'expected a PKCS #12 file');
  }
}

function readKey(bag: forge.pkcs12.Bag): readonly Uint8Array[] {
  const isKey = bag.type === forge.pki.oids['keyBag'] || bag.type === forge.pki.oids['pkcs8ShroudedKeyBag'];
  if (!isKey) return [];
  // RSA keys come parsed; others as the PrivateKeyInfo that they are.
  if (bag.key) return [octetsOf(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)))];
  return [octetsOf(bag.asn1)];
}

function readCertificate(bag: forge.pkcs12.Bag): readonly Uint8Array[] {
  if (bag.type !== forge.pki.oids['certBag']) return [];
  return [octetsOf(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1)];
}

function octetsOf(structure: forge.asn1.Asn1): Uint8Array {
  return new Uint8Array(Buffer.from(forge.asn1.toDer(structure).getBytes(), 'binary'));
}
