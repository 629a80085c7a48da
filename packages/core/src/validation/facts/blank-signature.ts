import { brokenCms } from './gather-cms.ts';
import type { SignatureFacts } from './validation-facts.ts';

/** A signature outside of a PDF of which nothing is known yet. @param fault code of why its container cannot be read. */
export function blankSignature(fault: string | null): SignatureFacts {
  return {
    field: null,
    fields: [],
    kind: 'signature',
    dictionary: null,
    byteRange: null,
    byteRangeDigest: null,
    permissions: { docMdp: null, locks: [], secondCertification: false, faults: [] },
    seedValueFaults: [],
    cms: brokenCms(fault ?? ''),
    paths: { certificate: null, anchors: 0, paths: [], withoutAnchor: [] },
    timestamps: [],
    evidenceRecords: [],
    counterSignatures: [],
    covers: [],
    statedTime: null,
    seal: null,
    use: null,
    places: [],
    assertionFault: null,
    drawnFields: [],
    widgetNumbers: [],
  };
}
