import { BytesError, decodeBase64Url, decodeUtf8, type JsonValue, memberOf } from '@sealkit/core/bytes';

/** Which passkey answered, and to which challenge, as an answer says itself: nothing of it is verified. */
export interface AssertionAnswer {
  readonly credentialId: string;
  /** base64url, as the browser wrote it. */
  readonly challenge: string;
}

/** Null for what is no answer of a passkey. */
export function readAssertionAnswer(answer: JsonValue): AssertionAnswer | null {
  const credential = memberOf(answer, 'credential');
  const credentialId = memberOf(credential, 'id');
  const challenge = memberOf(readClientData(memberOf(memberOf(credential, 'response'), 'clientDataJSON')), 'challenge');
  return typeof credentialId === 'string' && typeof challenge === 'string' ? { credentialId, challenge } : null;
}

function readClientData(text: JsonValue | undefined): JsonValue | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(decodeUtf8(decodeBase64Url(text))) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BytesError) return undefined;
    throw error;
  }
}
