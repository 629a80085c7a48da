import { decodeBase64, decodeHex, encodeHex, encodeLatin1, memorySource } from '../../src/bytes/index.ts';
import { encryptCbc } from '../../src/pdf/encryption/aes-cbc.ts';
import { standardParameters } from '../../src/pdf/encryption/encryption-parameters.ts';
import { standardEncryptor } from '../../src/pdf/encryption/standard-encryptor.ts';
import { openFileKey } from '../../src/pdf/encryption/password-key.ts';
import { openPdf, parseSpelled, pdfDict, pdfInteger, pdfRef, pdfString, spellObject } from '../../src/pdf/index.ts';
import { ENCRYPTED_FILES } from '../pdf/encrypted-files.ts';

/** The identifier of the files that qpdf encrypted; up to revision 4 their keys depend on it. */
export const FILE_IDENTIFIER = '31415926535897932384626433832795';

/** An encryption dictionary under a key that qpdf made, and strings for a document that has it. */
export interface EncryptedForm {
  /** `/Encrypt` in the one spelling. */
  readonly dictionary: string;
  /** The text as the object with this number holds it. */
  readonly textIn: (number: number, text: string) => string;
}

/**
 * The dictionary of a file that qpdf encrypted for the passwords `user` and `owner`, with other entries where their values
 * do not change the key: crypt filters, and in revision 6 the permissions.
 */
export async function encryptedForm(name: 'aes-128' | 'aes-256', changes: Readonly<Record<string, string>> = {}): Promise<EncryptedForm> {
  const source = memorySource(decodeBase64(ENCRYPTED_FILES[name] ?? ''));
  const original = (await openPdf(source, { password: 'user' })).encryption?.dict ?? pdfDict({});
  const changed = Object.entries(changes).map(([key, value]) => [key, parseSpelled(value)] as const);
  const dict = pdfDict(new Map([...original.entries, ...changed]));
  const parameters = standardParameters(dict, decodeHex(FILE_IDENTIFIER));
  const opened = parameters && openFileKey(parameters, 'user');
  if (parameters === undefined || opened === undefined) throw new TypeError('changes: expected ones that leave the key as it is');
  const encryptor = standardEncryptor({ ...parameters, key: opened.key });
  return {
    dictionary: spellObject(dict),
    textIn: (number, text) => `<${encodeHex(encryptor.encryptString(encodeLatin1(text), pdfRef(number)))}>`,
  };
}

/** A form of revision 6 with these permission flags, in `/P` and as `/Perms` confirms them. */
export async function permitting(flags: number, confirmed: number = flags): Promise<EncryptedForm> {
  const source = memorySource(decodeBase64(ENCRYPTED_FILES['aes-256'] ?? ''));
  const dict = (await openPdf(source, { password: 'user' })).encryption?.dict ?? pdfDict({});
  const parameters = standardParameters(dict, new Uint8Array());
  const opened = parameters && openFileKey(parameters, 'user');
  if (opened === undefined) throw new TypeError('expected a file that the password opens');
  const block = new Uint8Array(16).fill(0xff);
  new DataView(block.buffer).setInt32(0, confirmed, true);
  block.set(encodeLatin1('Tadb'), 8);
  const protectedFlags = pdfString(encryptCbc(opened.key, new Uint8Array(16), block));
  return encryptedForm('aes-256', { P: spellObject(pdfInteger(flags)), Perms: spellObject(protectedFlags) });
}
