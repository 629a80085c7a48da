import { type Check, failed, notApplicable, passed, passedBecause } from './check.ts';

/** Signers that leave the attributes in another order sign them as they are: odd, and yet what was signed. */
const TOLERATED: ReadonlySet<string> = new Set(['SIGNED_ATTRIBUTES_NOT_DER']);

/** content-type and message-digest once each with one value, in DER, content types and algorithms that agree. */
export const signedAttributesWellFormed: Check = {
  id: 'fc.signed-attributes-well-formed',
  clause: 'RFC 5652 §5.3, §11.1, §11.2; RFC 6211',
  group: 'signature',
  run: ({ cms }) => {
    if (cms.signer === null) return notApplicable('NO_SIGNER_INFO');
    const faults = cms.signer.attributeFaults.filter((fault) => !TOLERATED.has(fault));
    const [fault] = faults;
    if (fault !== undefined) return failed('FORMAT_FAILURE', fault, { faults });
    const [oddity] = cms.signer.attributeFaults;
    return oddity === undefined ? passed() : passedBecause(oddity);
  },
};
