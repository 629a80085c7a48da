import { type Check, indeterminate, notApplicable, passed } from './check.ts';

const EDWARDS: ReadonlySet<string> = new Set(['Ed25519', 'Ed448']);

/** The digest over the content and the one inside the signature value are the same; EdDSA brings its own. */
export const algorithmsConsistent: Check = {
  id: 'sav.algorithms-consistent',
  clause: 'RFC 5652 §5.3; RFC 5754 §3; RFC 8419 §3.1',
  group: 'signature',
  run: ({ cms }) => {
    const { signer } = cms;
    const content = signer?.digestAlgorithm.digest ?? null;
    const value = signer?.signatureAlgorithm.digest ?? null;
    if (signer === null || content === null || value === null || EDWARDS.has(signer.signatureAlgorithm.name ?? ''))
      return notApplicable('NO_TWO_DIGESTS');
    return content === value ? passed() : indeterminate('CRYPTO_CONSTRAINTS_FAILURE', 'DIGEST_ALGORITHMS_DIFFER', { content, value });
  },
};
