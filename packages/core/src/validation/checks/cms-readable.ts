import { type Check, failed, passed } from './check.ts';

export const cmsReadable: Check = {
  id: 'fc.cms-readable',
  clause: 'RFC 5652 §5.1',
  group: 'signature',
  run: ({ cms }) => (cms.fault === null ? passed() : failed('FORMAT_FAILURE', cms.fault)),
};
