/** The folder `.sealkit` of a first run: made whole or not at all, recognised by its mark, moved aside by a reset. */
import { constants } from 'node:fs';
import { access, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const MARK = 'format.json';
const FORMAT = { format: 'sealkit-example', version: 1 };

/** What helps with a folder that cannot be used as it is. */
export const WAY_OUT = 'Start with "npm start -- --reset" to move the demo data aside and begin anew.';

/** A reason to stop that a person can act on: one sentence, no stack. */
export class StartRefused extends Error {}

/**
 * Opens the data folder at `path`, or makes it: `create(folder)` fills a folder beside it, which then takes the name. A start that
 * was killed leaves nothing half made.
 */
export async function openDataFolder(path, create) {
  const found = await lookAt(path);
  if (found === 'missing') {
    await makeWhole(path, create);
    return path;
  }
  await assertOurs(path);
  await assertWritable(path);
  return path;
}

/** Moves the data aside and answers where it went; undefined when there is none. */
export async function moveDataAside(path, now) {
  if ((await lookAt(path, { anyKind: true })) === 'missing') return undefined;
  const target = `${path}-${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}`;
  await rename(path, target).catch((error) => {
    throw new StartRefused(`${path} could not be moved to ${target}: ${error.code}.`);
  });
  return target;
}

async function lookAt(path, { anyKind = false } = {}) {
  try {
    const entry = await stat(path);
    if (!anyKind && !entry.isDirectory()) throw new StartRefused(`${path} is a file, where this example keeps its data folder. ${WAY_OUT}`);
    return 'present';
  } catch (error) {
    if (error.code === 'ENOENT') return 'missing';
    throw error instanceof StartRefused ? error : new StartRefused(`${path} cannot be read: ${error.code}. ${WAY_OUT}`);
  }
}

async function assertOurs(path) {
  let mark;
  try {
    mark = JSON.parse(await readFile(join(path, MARK), 'utf8'));
  } catch (error) {
    if (error.code === 'EACCES') throw new StartRefused(`${path} cannot be read: no permission. ${WAY_OUT}`);
    const empty = error.code === 'ENOENT' && (await readdir(path)).length === 0;
    throw new StartRefused(
      `${path} ${empty ? 'is empty' : 'was not made by this example, or is broken'} (${MARK} is ${error.code === 'ENOENT' ? 'missing' : 'not readable'}). ${WAY_OUT}`,
    );
  }
  if (mark?.format !== FORMAT.format) throw new StartRefused(`${path} was not made by this example. ${WAY_OUT}`);
  if (mark.version !== FORMAT.version)
    throw new StartRefused(
      `${path} was made by another version of this example (format ${mark.version}, expected ${FORMAT.version}). ${WAY_OUT}`,
    );
}

async function assertWritable(path) {
  await access(path, constants.R_OK | constants.W_OK | constants.X_OK).catch(() => {
    throw new StartRefused(
      `${path} is not writable; seals can only be used where every use can be recorded. Make it writable, or begin anew. ${WAY_OUT}`,
    );
  });
}

async function makeWhole(path, create) {
  const beside = `${path}.making-${process.pid}`;
  try {
    await rm(beside, { recursive: true, force: true });
    await mkdir(beside, { mode: 0o700 });
  } catch (error) {
    throw new StartRefused(
      `${path} cannot be made: ${error.code === 'EACCES' || error.code === 'EROFS' ? 'no permission to write here' : error.code}.`,
    );
  }
  try {
    await create(beside);
    await writeFile(join(beside, MARK), `${JSON.stringify(FORMAT)}\n`);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    if (['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS'].includes(error.code)) throw new StartRefused(`${path} cannot be made: ${error.code}.`);
    throw error;
  }
}
