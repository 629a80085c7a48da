/**
 * Fakes of a judicial chain in AntChain's format and of the notary interface of the Hangzhou Internet Court. They are written from public
 * descriptions of the fields and are not the services; no real service was asked.
 */
import { createVerify, X509Certificate } from 'node:crypto';
import { encodeUtf8 } from '@sealkit/core/bytes';
import { type HttpClient, type HttpRequest, PortError } from '@sealkit/core/ports';
import { testPki } from '@sealkit/testkit';
import { antChainAnchor, type DepositContractSubject, internetCourtNotary } from '../../src/index.ts';

type Json = Readonly<Record<string, unknown>>;
type Answer = { readonly status: number; readonly body: Json };

interface FakeSide {
  readonly http: HttpClient;
  readonly delay: () => void;
  readonly settle: () => void;
  readonly disconnect: () => void;
}

function fakeSide(answer: (path: string, body: Json, isSlow: boolean, request: HttpRequest) => Answer): FakeSide {
  let state: 'quick' | 'slow' | 'gone' = 'quick';
  const http: HttpClient = {
    send: async (request) => {
      if (state === 'gone') throw new PortError('http', 'HTTP_UNREACHABLE', 'expected a connection', { retryable: true });
      const body = JSON.parse(new TextDecoder().decode(request.body)) as Json;
      const { status, body: said } = answer(new URL(request.url).pathname, body, state === 'slow', request);
      return { status, contentType: 'application/json', body: encodeUtf8(JSON.stringify(said)) };
    },
  };
  return { http, delay: () => void (state = 'slow'), settle: () => void (state = 'quick'), disconnect: () => void (state = 'gone') };
}

/** A chain that keeps each hash once, under a transaction; wrong accounts are refused. */
export function fakeAntChain(): DepositContractSubject {
  const kept = new Map<string, number>();
  const side = fakeSide((path, { fileHash, antTransactionId, antTxHash }, isSlow, { headers }) => {
    if (headers?.['x-account'] !== 'planted') return { status: 403, body: { success: false } };
    const hash = String(fileHash);
    if (path === '/push') {
      const number = kept.get(hash) ?? kept.size + 1;
      kept.set(hash, number);
      const pushed = isSlow ? {} : { antTxHash: `tx-${number}`, pushTime: 1_780_315_200_000 + number, fileHash: hash };
      return { status: 200, body: { success: true, data: { antTransactionId: `flow-${number}`, ...pushed } } };
    }
    const number = kept.get(hash);
    const isKept = number !== undefined && antTransactionId === `flow-${number}` && antTxHash === `tx-${number}`;
    return { status: 200, body: { data: { verifyResult: isKept, notaryTime: 1, blockHeight: 7 } } };
  });
  const headers = (): Promise<{ 'x-account': string }> => Promise.resolve({ 'x-account': 'planted' });
  const port = antChainAnchor({
    pushUrl: 'https://chain.example/push',
    verifyUrl: 'https://chain.example/verify',
    http: side.http,
    headers,
  });
  return { ...side, port };
}

/**
 * A court that checks signature, window of five minutes and token, and keeps one content for each phase of a case.
 *
 * @param ours time of the client, where it is another
 */
export async function fakeInternetCourt(now: () => Date, ours: () => Date = now): Promise<DepositContractSubject> {
  const { rsa2048 } = (await testPki()).signers;
  const [certificate = new Uint8Array()] = rsa2048.certificates;
  const { publicKey } = new X509Certificate(certificate);
  const contents = new Map<string, string>();
  const blocks = new Map<string, string>();
  const isSigned = ({ accountId, phase, timestamp, signedData }: Json): boolean =>
    Math.abs(Number(timestamp) - now().getTime()) < 300_000 &&
    createVerify('sha256')
      .update(`${String(accountId)}${String(phase)}${String(timestamp)}`)
      .verify(publicKey, String(signedData), 'hex');
  const side = fakeSide((path, body, isSlow) => {
    if (!isSigned(body)) return { status: 401, body: { code: 'SIGNATURE' } };
    if (path === '/token') return { status: 200, body: { data: { token: `token-${String(body['case'])}` } } };
    if (path === '/query') {
      const notaryContent = blocks.get(String(body['blockHash']));
      return notaryContent === undefined ? { status: 404, body: {} } : { status: 200, body: { data: { notaryContent } } };
    }
    const [place, content] = [`${String(body['token'])} ${String(body['phase'])}`, String(body['notaryContent'])];
    if ((contents.get(place) ?? content) !== content) return { status: 409, body: { code: 'CONFLICT' } };
    contents.set(place, content);
    if (isSlow) return { status: 200, body: { data: {} } };
    const blockHash = `block-${[...contents.keys()].indexOf(place)}`;
    blocks.set(blockHash, content);
    return { status: 200, body: { data: { blockHash, timestamp: now().getTime(), notaryContent: content } } };
  });
  const url = 'https://court.example';
  const entity = {
    userType: 'ENTERPRISE',
    certName: '平台',
    certType: 'UNIFIED_SOCIAL_CREDIT_CODE',
    certNo: '91330000TEST00001X',
  } as const;
  const port = internetCourtNotary({
    accountId: 'account-1',
    signer: rsa2048.signer,
    tokenUrl: `${url}/token`,
    notaryUrl: `${url}/notary`,
    queryUrl: `${url}/query`,
    entity,
    customer: () => Promise.resolve(entity),
    http: side.http,
    clock: { now: ours },
  });
  return { ...side, port };
}
