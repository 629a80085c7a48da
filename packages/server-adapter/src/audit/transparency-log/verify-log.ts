import { type Checkpoint, RunningRoot, type VerifierKey } from '@sealkit/core/evidence';
import { type Bytes, equalBytes } from '@sealkit/core/bytes';
import type { Store } from '../../storage/store.ts';
import { readStoredCheckpoints } from './stored-checkpoints.ts';
import { readLeafPage } from './leaf-page.ts';
import type { LogFault } from './log-fault.ts';

export type LogVerdict =
  | { readonly intact: true; readonly size: number; readonly checkpoints: number; readonly fault: null }
  | { readonly intact: false; readonly fault: LogFault };

export interface VerifyLogOptions {
  /** Verifies the signatures of the checkpoints; without it they are compared with the tree alone. */
  readonly key?: VerifierKey;
  /** DER of the anchors of time-stamp authorities; time-stamps are verified in any case, their chains only with it. */
  readonly timestampAnchors?: readonly Bytes[];
  /** Checkpoints that somebody kept elsewhere: a log that was written anew as a whole, signatures included, does not continue them. */
  readonly known?: readonly Checkpoint[];
}

const PAGE = 500;

/**
 * Reads a tenant's log as a whole, for a monitor: every event again, its digest and leaf computed anew, every hash of every tile,
 * and every checkpoint against the tree of its size. Checkpoints that are roots of beginnings of one row of leaves are consistent
 * with each other. Each page is a transaction of its own, so that nobody waits for the whole.
 */
export async function verifyLog(store: Store, tenant: string, options: VerifyLogOptions = {}): Promise<LogVerdict> {
  const stored = await readStoredCheckpoints(store, tenant, options);
  if (stored.fault !== null) return { intact: false, fault: stored.fault };
  const expected = new ExpectedRoots([...stored.checkpoints, ...(options.known ?? [])]);
  const tree = new RunningRoot();
  let fault = await expected.findOther(tree);
  for (let more = true; more && fault === null;) {
    const page = await store.transaction((tx) => readLeafPage(tx, tenant, tree.size, PAGE), { readOnly: true });
    fault = page.fault;
    for (const leaf of page.leafHashes) {
      await tree.append(leaf);
      fault ??= await expected.findOther(tree);
    }
    more = page.leafHashes.length === PAGE;
  }
  fault ??= expected.findBeyond(tree);
  return fault === null ? { intact: true, size: tree.size, checkpoints: stored.checkpoints.length, fault: null } : { intact: false, fault };
}

/** Roots that the growing tree must have at their sizes. */
class ExpectedRoots {
  readonly #bySize = new Map<number, Checkpoint[]>();

  constructor(checkpoints: readonly Checkpoint[]) {
    for (const checkpoint of checkpoints) {
      const { size } = checkpoint;
      this.#bySize.set(size, [...(this.#bySize.get(size) ?? []), checkpoint]);
    }
  }

  async findOther(tree: RunningRoot): Promise<LogFault | null> {
    const wanted = this.#bySize.get(tree.size);
    if (wanted === undefined) return null;
    const root = await tree.root();
    return wanted.every((checkpoint) => equalBytes(checkpoint.root, root)) ? null : { code: 'CHECKPOINT_DIFFERS', at: tree.size };
  }

  /** A checkpoint of more leaves than there are. */
  findBeyond({ size }: RunningRoot): LogFault | null {
    return [...this.#bySize.keys()].some((wanted) => wanted > size) ? { code: 'LEAF_MISSING', at: size } : null;
  }
}
