import { CONSENT_CASES } from './consent-cases.ts';
import type { KeyStoreContractCase } from './contract-subject.ts';
import { OPENING_CASES } from './opening-cases.ts';
import { REPEAT_CASES } from './repeat-cases.ts';
import { SIGNING_CASES } from './signing-cases.ts';

/**
 * What every implementation of `KeyStore` must do: `open → authorize → sign`, consent to exactly the digests, once, and values
 * that verify. Run each case on a subject of its own; it rejects with `KEY_STORE_CONTRACT_BROKEN`.
 */
export const KEY_STORE_CONTRACT: readonly KeyStoreContractCase[] = [...OPENING_CASES, ...SIGNING_CASES, ...CONSENT_CASES, ...REPEAT_CASES];
