import { mkdir, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Clock } from '@sealkit/core/ports';
import { syncFolder } from '../../bytes/index.ts';
import { systemClock } from '../../system-clock.ts';
import { checkedOctets } from '../checked-octets.ts';
import { assertObjectLength, objectKey } from '../object-key.ts';
import type { ObjectStore } from '../object-store.ts';
import { onFiles } from './directory-errors.ts';
import { receive, removeFile, sweep } from './incoming.ts';
import { openObjectFile } from './object-file.ts';

export interface DirectoryObjectStoreOptions {
  /** Made where it is not there. Several processes may share it. */
  readonly directory: string;
  /** What nobody has written to for so long, in milliseconds, is what a dead process left half received; an hour by default. */
  readonly abandonedAfterMs?: number;
  readonly clock?: Clock;
}

/** In the directory, beside the tenants, none of which has such a name. */
const INCOMING = '.incoming';
const HOUR_MS = 3_600_000;

/**
 * Objects as files `<tenant>/sha256/<hex>`. An object is written beside its place, synced, moved there, and then its folder is
 * synced: it appears whole or not at all, and what `put` acknowledged survives a power cut. Who puts what is there already, or at the
 * same time, moves the same octets to the same place. Opening sweeps what dead processes left.
 *
 * @throws {@link ObjectStoreError} where the directory cannot be made or read.
 */
export async function createDirectoryObjectStore(options: DirectoryObjectStoreOptions): Promise<ObjectStore> {
  const { clock = systemClock, abandonedAfterMs = HOUR_MS } = options;
  const directory = resolve(options.directory);
  const incoming = join(directory, INCOMING);
  await onFiles('the directory of objects cannot be made', () => makeDirectory(incoming));
  await sweep(incoming, new Date(clock.now().getTime() - abandonedAfterMs));
  return {
    async put(of, octets, call) {
      const path = join(directory, ...objectKey(of));
      assertObjectLength(of);
      const received = await receive(incoming, checkedOctets(of, octets, call));
      try {
        await onFiles('an object cannot be put in its place', () => moveInto(directory, received, path));
      } catch (error) {
        await onFiles('an object cannot be removed again', () => removeFile(received));
        throw error;
      }
    },
    ...openDirectoryObjects(directory),
  };
}

/** The same for reading alone: nothing is made and nothing swept. */
export function openDirectoryObjects(directory: string): Pick<ObjectStore, 'open'> {
  return {
    open: async (of, call) => openObjectFile(join(directory, ...objectKey(of)), of.digest, call),
  };
}

/** A directory that was there already is its owner's; one that is made here has to outlive a power cut, as all above it. */
async function makeDirectory(incoming: string): Promise<void> {
  const first = await mkdir(incoming, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = incoming; made !== dirname(first); made = dirname(made)) await syncFolder(dirname(made));
}

/** Syncs the folders of tenant and algorithm in any case: another process may have made them and not synced them yet. */
async function moveInto(directory: string, received: string, path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(received, path);
  for (let inner = folder; inner !== dirname(directory); inner = dirname(inner)) await syncFolder(inner);
}
