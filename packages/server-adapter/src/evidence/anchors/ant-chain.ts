/**
 * Deposits in the format of AntChain as signing services use it: `fileHash` in, `antTransactionId`, `antTxHash` and `pushTime` out, later
 * `verifyResult`, `notaryTime` and `blockHeight`. Written from public descriptions of these fields and run against a fake only: paths and
 * the sign-in of a real account are the host's to configure.
 */
import type { HttpClient } from '@sealkit/core/ports';
import type { Deposit, JudicialChainAnchor } from './deposit.ts';
import { depositError, membersOf, postJson, readMembers, textOf, timeOf } from './deposit-answer.ts';

export interface AntChainOptions {
  readonly name?: string;
  /** Where a hash is pushed, and where a pushed one is asked about. */
  readonly pushUrl: string;
  readonly verifyUrl: string;
  readonly http: HttpClient;
  /** Header fields of the account, for each request. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
}

/** A judicial chain behind two addresses. It answers at once or later; what is pushed twice is one transaction. */
export function antChainAnchor({ name = 'ant-chain', pushUrl, verifyUrl, http, headers }: AntChainOptions): JudicialChainAnchor {
  return {
    kind: 'judicial-chain',
    name,
    submit: async (request, options) => {
      const body = { bizId: request.envelopeId, fileHash: request.sha256, hashAlgorithm: 'SHA-256' };
      const { response, members } = await postJson(http, { url: pushUrl, body, headers: await headers() }, options);
      if (response.status !== 200) throw depositError('DEPOSIT_REFUSED', `${pushUrl}: got status ${response.status}`, false);
      const data = membersOf(members, 'data');
      const reference = textOf(data, 'antTransactionId');
      if (reference === undefined) throw depositError('DEPOSIT_ANSWER_MALFORMED', `${pushUrl}: expected antTransactionId`, false);
      const [hash, at] = [textOf(data, 'antTxHash'), timeOf(data, 'pushTime')];
      if (hash === undefined || at === undefined) return { state: 'pending', reference } satisfies Deposit;
      if (textOf(data, 'fileHash') !== request.sha256)
        throw depositError('DEPOSIT_CONFLICT', `${pushUrl}: the chain keeps another hash under ${reference}`, false);
      return { state: 'recorded', reference, at, receipt: response.body } satisfies Deposit;
    },
    verify: async (receipt, request, options) => {
      const kept = membersOf(readMembers(receipt) ?? {}, 'data');
      const [antTransactionId, antTxHash] = [textOf(kept, 'antTransactionId'), textOf(kept, 'antTxHash')];
      if (antTransactionId === undefined || antTxHash === undefined) return 'unknown';
      if (textOf(kept, 'fileHash') !== request.sha256) return 'differs';
      const body = { antTransactionId, antTxHash, fileHash: request.sha256 };
      const { response, members } = await postJson(http, { url: verifyUrl, body, headers: await headers() }, options);
      if (response.status !== 200) return 'unknown';
      return verdictOf(membersOf(members, 'data')['verifyResult']);
    },
  };
}

function verdictOf(result: unknown): 'matches' | 'differs' | 'pending' | 'unknown' {
  if (result === true || result === 'SUCCESS') return 'matches';
  if (result === false || result === 'FAIL') return 'differs';
  return result === 'PROCESSING' ? 'pending' : 'unknown';
}
