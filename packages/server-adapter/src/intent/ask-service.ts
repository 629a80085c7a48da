import { BytesError, type CallOptions, decodeUtf8 } from '@sealkit/core/bytes';
import { type HttpClient, type HttpRequest, PortError } from '@sealkit/core/ports';
import type { z } from 'zod';
import { IntentError } from './intent-error.ts';

/** Octets of the largest answer. */
const MAX_ANSWER = 64 * 1024;

/**
 * Asks a service once; a message that is sent again would be a second message. Nothing of what was sent is in any error.
 *
 * @throws {@link IntentError} `INTENT_SERVICE_UNREACHABLE`, `INTENT_SERVICE_ANSWER_MALFORMED`
 */
export async function askService<Schema extends z.ZodType>(
  http: HttpClient,
  request: Pick<HttpRequest, 'url' | 'headers' | 'contentType' | 'body'>,
  schema: Schema,
  call?: CallOptions,
): Promise<z.output<Schema>> {
  const response = await http
    .send({ ...request, purpose: 'intent', origin: 'configured', method: 'POST', accept: 'application/json', maxLength: MAX_ANSWER }, call)
    .catch((cause: unknown) => {
      if (!(cause instanceof PortError)) throw cause;
      throw new IntentError('INTENT_SERVICE_UNREACHABLE', 'the service gave no answer', { retryable: cause.retryable });
    });
  const read = schema.safeParse(readJson(response.body));
  if (!read.success)
    throw new IntentError('INTENT_SERVICE_ANSWER_MALFORMED', `expected an answer of the interface, got status ${response.status}`);
  return read.data;
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(body));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BytesError) return undefined;
    throw error;
  }
}
