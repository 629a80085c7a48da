import { type Check, failed, notApplicable, passed } from './check.ts';

export const oneSignerInfo: Check = {
  id: 'fc.one-signer-info',
  clause: 'ISO 32000-2 §12.8.3.3; ETSI EN 319 142-1 §6.3',
  group: 'signature',
  run: ({ cms, dictionary }) => {
    if (cms.fault !== null) return notApplicable('NO_SIGNATURE_VALUE');
    if (dictionary === null && cms.signerInfos > 0) return passed({ signerInfos: cms.signerInfos });
    return cms.signerInfos === 1 ? passed() : failed('FORMAT_FAILURE', 'SIGNER_INFO_COUNT', { signerInfos: cms.signerInfos });
  },
};
