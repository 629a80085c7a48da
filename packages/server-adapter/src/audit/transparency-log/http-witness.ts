import { type CallOptions, decodeLatin1, decodeUtf8, encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import type { VerifierKey } from '@sealkit/core/evidence';
import type { HttpClient, HttpResponse } from '@sealkit/core/ports';
import { AdapterError } from '../../adapter-error.ts';
import { guardedHttpClient } from '../../outbound/index.ts';
import type { CosignRequest, LogWitness } from './log-config.ts';

export interface HttpWitnessOptions {
  /** Where the witness takes checkpoints: what stands before `/add-checkpoint`. */
  readonly url: string;
  /** Of type `cosignature/v1`, as the witness publishes it. */
  readonly key: VerifierKey;
  readonly http?: HttpClient;
}

/** Signature lines of a few keys. */
const MAX_ANSWER = 16_384;
/** A consistency proof has at most 63 hashes. */
const MAX_PROOF = 63;

/**
 * A witness over HTTP. It is told from which size on the log has grown, with the proof; where it saw another size last, it says so,
 * and is asked once more. What it answers is verified by whoever asked.
 *
 * @throws TypeError for a URL that is none.
 * @see C2SP tlog-witness
 */
export function createHttpWitness({ url, key, http = guardedHttpClient() }: HttpWitnessOptions): LogWitness {
  const target = new URL(`${url.replace(/\/$/, '')}/add-checkpoint`).href;
  /** The size that each log had when this witness last cosigned it. */
  const seen = new Map<string, number>();

  const add = async ({ checkpoint, proveSince }: CosignRequest, since: number, options?: CallOptions): Promise<HttpResponse> => {
    const proof = since === 0 ? [] : await proveSince(since);
    if (proof.length > MAX_PROOF) throw new AdapterError('LOG_WITNESS_REFUSED', { values: { reason: 'PROOF_TOO_LONG' } });
    const body = [`old ${since}`, ...proof.map(encodeBase64), '', checkpoint].join('\n');
    return http.send(
      {
        purpose: 'witness',
        url: target,
        origin: 'configured',
        method: 'POST',
        contentType: 'text/plain',
        body: encodeUtf8(body),
        maxLength: MAX_ANSWER,
      },
      options,
    );
  };

  return {
    key,
    async cosign(request, options) {
      const { origin, size } = sizeLine(request.checkpoint);
      let answer = await add(request, seen.get(origin) ?? 0, options);
      const other = sizeInConflict(answer);
      // The same size again has nothing to prove; another one is the witness's to name, and never above ours.
      if (other !== undefined && other <= size) answer = await add(request, other, options);
      if (answer.status !== 200) throw new AdapterError('LOG_WITNESS_REFUSED', { values: { status: answer.status } });
      seen.set(origin, size);
      return decodeUtf8(answer.body);
    },
  };
}

/** Name of the log and size of the tree: the first two lines. */
function sizeLine(checkpoint: string): { readonly origin: string; readonly size: number } {
  const [origin = '', size = ''] = checkpoint.split('\n');
  return { origin, size: Number(size) };
}

/** The size that the witness saw last, where it is not the one that it was told. */
function sizeInConflict({ status, contentType, body }: HttpResponse): number | undefined {
  if (status !== 409 || contentType !== 'text/x.tlog.size') return undefined;
  const [, digits] = /^(0|[1-9]\d{0,14})\n$/.exec(decodeLatin1(body)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
