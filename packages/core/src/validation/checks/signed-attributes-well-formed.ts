import { type Check, failed, notApplicable, passed } from './check.ts';

/** content-type and message-digest once each with one value, in DER, content types and algorithms that agree. */
export const signedAttributesWellFormed: Check = {
  id: 'fc.signed-attributes-well-formed',
  clause: 'RFC 5652 §5.3, §11.1, §11.2; RFC 6211',
  group: 'signature',
  run: ({ cms }) => {
    if (cms.signer === null) return notApplicable('NO_SIGNER_INFO');
    const [fault] = cms.signer.attributeFaults;
    return fault === undefined ? passed() : failed('FORMAT_FAILURE', fault, { faults: cms.signer.attributeFaults });
  },
};
