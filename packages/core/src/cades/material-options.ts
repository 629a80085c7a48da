import type { RevocationSource } from '../ports/index.ts';
import type { ValidationMaterialSet } from './validation-material-set.ts';

/** Where validation material comes from. */
export interface MaterialOptions {
  /** DER of the anchors of signers and of time-stamp authorities: where chains end. */
  readonly anchors: readonly Uint8Array[];
  /** What the caller has already. */
  readonly known?: Partial<ValidationMaterialSet>;
  /** Where the rest is fetched from; absent, nothing is fetched. */
  readonly source?: RevocationSource;
  /** `refuse` (the default): what cannot be had is an error. `lower-level`: the result says the level that was reached. */
  readonly onMissing?: 'refuse' | 'lower-level';
}
