/** What runs in Node and in every browser alike: one file, validated as a request says. */
import { memorySource } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { validateCms, validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** The report as JSON text, or that of a refusal. @param request `{ kind: 'pdf' | 'cms', at, anchors, content }`, octets in base64. */
export async function validateRequest(bytes, { kind, at, anchors, content }) {
  const signers = anchors.map(bytesOf);
  const options = {
    policy: VALIDATION_POLICIES.basic,
    validationTime: new Date(at),
    trust: { signers, timestampAuthorities: signers, sealMakers: [], registers: [] },
  };
  try {
    if (kind === 'pdf') return JSON.stringify(await validateDocument(memorySource(bytes), options));
    return JSON.stringify(await validateCms(bytes, content === null ? options : { ...options, content: memorySource(bytesOf(content)) }));
  } catch (error) {
    return JSON.stringify({ refused: error instanceof SealkitError ? error.code : String(error) });
  }
}
