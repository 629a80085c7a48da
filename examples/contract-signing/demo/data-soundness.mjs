/** Whether a data folder is whole: every file there, every key opens, the register filled. What is not is said in one sentence. */
import { access, constants, readFile, stat } from 'node:fs/promises';
import { COMPANIES, PEOPLE, SEALS, TENANT, personIdAt } from './cast.mjs';
import { StartRefused, WAY_OUT } from './data-folder.mjs';
import { databaseFile, keyFile, keysFolder, openVault, sampleContractFile, secretFile } from './demo-data.mjs';

/** Before anything is opened: opening a database that is not there would make an empty one. */
export async function assertFilesThere(folder) {
  for (const path of [secretFile(folder), sampleContractFile(folder), databaseFile(folder)]) {
    const found = await stat(path).catch((error) => refuse(path, wordFor(error)));
    if (!found.isFile() || found.size === 0) refuse(path, found.isFile() ? 'is empty' : 'is not a file');
  }
  await access(keysFolder(folder), constants.R_OK | constants.W_OK | constants.X_OK).catch((error) =>
    refuse(keysFolder(folder), wordFor(error)),
  );
}

/** The keys that a start itself needs open with the folder's secret. */
export async function assertFoundationKeys(folder) {
  const vault = await openVault(folder);
  await Promise.all(
    ['authority', 'seal-maker', 'register'].map((id) => vault.material(id).catch((error) => refuse(keyFile(folder, id), wordFor(error)))),
  );
}

/** Everybody and every seal of the demo is in the register, and each key that it names is there and of one piece. */
export async function assertRegisterWhole(folder, store) {
  const credentials = await store.transaction(async (tx) => {
    const found = [];
    for (const company of COMPANIES) {
      for (const person of PEOPLE.filter(({ isNew }) => !isNew))
        found.push((await tx.register.findPerson(TENANT, personIdAt(person, company)))?.credential);
      for (const seal of SEALS) found.push((await tx.register.findCurrentVersion(TENANT, company.codes[seal.kind]))?.credential);
    }
    return found;
  });
  if (credentials.some((credential) => !credential)) refuse(databaseFile(folder), 'lacks persons or seals of the demo');
  await Promise.all(credentials.map(({ credentialId }) => assertKeyFileWhole(keyFile(folder, credentialId))));
}

/** A failure over this folder as a refusal to start; anything else stays what it was. */
export function refusalOf(error, folder) {
  if (error instanceof StartRefused) return error;
  const words = STORE_WORDS[error.code];
  if (words !== undefined) return new StartRefused(`${databaseFile(folder)} ${words}`);
  if (typeof error.path === 'string' && error.path.startsWith(folder))
    return new StartRefused(`${error.path} ${wordFor(error)}. ${WAY_OUT}`);
  return error;
}

const STORE_WORDS = {
  STORE_BROKEN: `is damaged, or is no SQLite database. ${WAY_OUT}`,
  STORE_FOREIGN_DATABASE: `is the database of another program. ${WAY_OUT}`,
  STORE_SCHEMA_NEWER: `was made by a newer version of this example. ${WAY_OUT}`,
  STORE_SCHEMA_CHANGED: `was made by another version of this example. ${WAY_OUT}`,
  STORE_NOT_WRITABLE: `cannot be opened and written. Make it writable, or begin anew. ${WAY_OUT}`,
  STORE_FAILED: `could not be read. ${WAY_OUT}`,
  STORE_BUSY: 'is in use by another process. Stop that one and start again.',
};

/** A DER sequence as long as the file. To open every signer's key would cost seconds of key derivation at each start. */
async function assertKeyFileWhole(path) {
  const octets = await readFile(path).catch((error) => refuse(path, wordFor(error)));
  if (octets.length < 4 || octets[0] !== 0x30 || octets[1] !== 0x82 || octets.readUInt16BE(2) !== octets.length - 4)
    refuse(path, 'is damaged');
}

function refuse(path, words) {
  throw new StartRefused(`${path} ${words}. ${WAY_OUT}`);
}

function wordFor({ code }) {
  if (code === 'ENOENT') return 'is missing';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'cannot be read and written: no permission';
  if (code === 'KEY_FILE_PASSWORD_WRONG') return 'does not open with the secret beside it, or is damaged';
  return /^E[A-Z]+$/.test(code ?? '') ? `cannot be read (${code})` : 'is damaged';
}
