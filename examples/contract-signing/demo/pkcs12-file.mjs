/** Writes a key and its certificates as PKCS#12 with PBES2 (AES-256, PBKDF2 with SHA-256), which OpenSSL and browsers read. */
import { webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto, subtle: webcrypto.subtle }));

const ITERATIONS = 100_000;
const ENCRYPTION = {
  contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
  hmacHashAlgorithm: 'SHA-256',
  iterationCount: ITERATIONS,
};

/** Octets of the file; `certificates` leaf first. */
export async function encodePkcs12({ privateKey, certificates, password }) {
  const secret = new TextEncoder().encode(password).buffer;
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  const keyBag = new pkijs.PKCS8ShroudedKeyBag({ parsedValue: pkijs.PrivateKeyInfo.fromBER(pkcs8) });
  await keyBag.makeInternalValues({ password: secret, ...ENCRYPTION });
  const keyId = new asn1js.OctetString({ valueHex: webcrypto.getRandomValues(new Uint8Array(20)).buffer });
  const bagAttributes = [new pkijs.Attribute({ type: '1.2.840.113549.1.9.21', values: [keyId] })];
  const safes = [
    safe(1, [new pkijs.SafeBag({ bagId: '1.2.840.113549.1.12.10.1.2', bagValue: keyBag, bagAttributes })]),
    safe(
      1,
      certificates.map(
        (certificate, index) =>
          new pkijs.SafeBag({
            bagId: '1.2.840.113549.1.12.10.1.3',
            bagValue: new pkijs.CertBag({ parsedValue: pkijs.Certificate.fromBER(certificate) }),
            ...(index === 0 ? { bagAttributes } : {}),
          }),
      ),
    ),
  ];
  const authenticatedSafe = new pkijs.AuthenticatedSafe({ parsedValue: { safeContents: safes } });
  await authenticatedSafe.makeInternalValues({ safeContents: safes.map(() => ({ password: secret, ...ENCRYPTION })) });
  const pfx = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  await pfx.makeInternalValues({ password: secret, iterations: ITERATIONS, pbkdf2HashAlgorithm: 'SHA-256', hmacHashAlgorithm: 'SHA-256' });
  return new Uint8Array(pfx.toSchema().toBER(false));
}

function safe(privacyMode, safeBags) {
  return { privacyMode, value: new pkijs.SafeContents({ safeBags }) };
}
