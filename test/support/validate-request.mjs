/** What runs in Node and in every browser alike: one file, validated as a request says. */
import { memorySource } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { validateCms, validateContainer, validateDocument, validateEvidenceRecord, VALIDATION_POLICIES } from '@sealkit/core/validation';

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

const VALIDATORS = {
  pdf: (bytes, options) => validateDocument(memorySource(bytes), options),
  cms: (bytes, options, [content]) => validateCms(bytes, content === undefined ? options : { ...options, content }),
  container: (bytes, options) => validateContainer(memorySource(bytes), options),
  'evidence-record': (bytes, options, objects) => validateEvidenceRecord(bytes, { ...options, objects }),
};

/**
 * The report as JSON text, or that of a refusal.
 *
 * @param request `{ kind: 'pdf' | 'cms' | 'container' | 'evidence-record', at, anchors, objects }`; anchors, and the objects that a
 * detached signature or a record is over, in base64.
 */
export async function validateRequest(bytes, { kind, at, anchors, objects }) {
  const signers = anchors.map(bytesOf);
  const options = {
    policy: VALIDATION_POLICIES.basic,
    validationTime: new Date(at),
    trust: { signers, timestampAuthorities: signers, sealMakers: [], registers: [] },
  };
  const sources = objects.map((object) => memorySource(bytesOf(object)));
  try {
    return JSON.stringify(await VALIDATORS[kind](bytes, options, sources));
  } catch (error) {
    return JSON.stringify({ refused: error instanceof SealkitError ? error.code : String(error) });
  }
}
