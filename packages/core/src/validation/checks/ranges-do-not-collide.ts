import { type Check, failed, notApplicable, passed } from './check.ts';

/** A later signature covers all of the earlier revisions, so two ranges never cross. */
export const rangesDoNotCollide: Check = {
  id: 'fc.ranges-do-not-collide',
  clause: 'ISO 32000-2 §12.8.1',
  group: 'signature',
  run: ({ byteRange }) => {
    if (byteRange === null) return notApplicable('NO_BYTE_RANGE');
    return byteRange.collides ? failed('FORMAT_FAILURE', 'RANGES_COLLIDE') : passed();
  },
};
