/** One case: a target and a number give octets. The same number gives the same octets as long as the seeds are the same. */
import { seededRandom } from '@sealkit/testkit/node';
import { TARGETS } from './targets.mjs';

export function caseOf(target, number, seeds) {
  const random = seededRandom(number);
  const list = seeds[TARGETS[target].seeds ?? target];
  const any = () => list[Math.floor(random() * list.length)];
  const other = any();
  // Entries of an archive are no octets; what is put in from elsewhere is CMS then.
  const octets = other instanceof Uint8Array ? other : seeds.cms[0];
  return TARGETS[target].mutate(any(), { random, other: Buffer.from(octets) });
}

/** Undefined where the octets were read, or refused by an error of ours that this reader may throw. */
export async function faultOf(target, octets, seeds) {
  const { read, errors } = TARGETS[target];
  try {
    await read(Uint8Array.from(octets), seeds);
    return undefined;
  } catch (error) {
    return errors.some((kind) => error instanceof kind) ? undefined : error;
  }
}
