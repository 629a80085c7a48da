/**
 * Deposits in the format of the notary interface of the Hangzhou Internet Court, as public clients of it show: an account, a transaction
 * token for each case, one record for each phase, `notaryContent`, `timestamp` in milliseconds (five minutes), and `signedData`, the
 * hexadecimal of SHA256withRSA over accountId, phase and timestamp. Run against a fake only: the addresses and an account of the real
 * court are the host's to configure.
 */
import { encodeHex, encodeUtf8, type CallOptions, type JsonValue } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import type { Clock, HttpClient, Signer } from '@sealkit/core/ports';
import { systemClock } from '../../system-clock.ts';
import type { Deposit, DepositRequest, DepositVerdict, NotaryDeposit } from './deposit.ts';
import { depositError, type Members, membersOf, postJson, readMembers, textOf, timeOf } from './deposit-answer.ts';

/** Whom a case belongs to, as the court wants it. */
export interface CourtIdentity {
  readonly userType: 'PERSON' | 'ENTERPRISE';
  readonly certName: string;
  readonly certType: 'IDENTITY_CARD' | 'UNIFIED_SOCIAL_CREDIT_CODE' | 'ENTERPRISE_REGISTERED_NUMBER';
  readonly certNo: string;
}

export interface InternetCourtOptions {
  readonly name?: string;
  readonly accountId: string;
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly signer: Signer;
  /** Where a case gets its token, where a record is made, where one is asked about. */
  readonly tokenUrl: string;
  readonly notaryUrl: string;
  readonly queryUrl: string;
  /** The platform, and the customer of an envelope. */
  readonly entity: CourtIdentity;
  readonly customer: (request: DepositRequest) => Promise<CourtIdentity>;
  readonly http: HttpClient;
  readonly clock?: Clock;
}

/** 2 is CONTRACT. */
const BUSINESS = 2;

/** The court's notary interface. A record of the same phase with other content is a conflict. */
export function internetCourtNotary(options: InternetCourtOptions): NotaryDeposit {
  const { name = 'hangzhou-internet-court', signer } = options;
  if (signer.algorithm.name !== 'RSASSA-PKCS1-v1_5' || signer.algorithm.digest !== 'SHA-256')
    throw new TypeError('signer: expected RSASSA-PKCS1-v1_5 with SHA-256');
  return {
    kind: 'notary',
    name,
    submit: (request, call) => submit(options, request, call),
    verify: (receipt, request, call) => verify(options, receipt, request, call),
  };
}

async function submit(options: InternetCourtOptions, request: DepositRequest, call?: CallOptions): Promise<Deposit> {
  const { entity, customer, tokenUrl, notaryUrl, http } = options;
  const identities = { entity: { ...entity }, customer: { ...(await customer(request)) } };
  const opened = await post(
    options,
    tokenUrl,
    { ...(await signed(options, 'token')), bizId: BUSINESS, case: request.envelopeId, ...identities },
    call,
  );
  const token = textOf(opened, 'token');
  if (token === undefined) throw depositError('DEPOSIT_ANSWER_MALFORMED', `${tokenUrl}: expected a token`, false);
  // One phase holds one content, so that the digest belongs to its name.
  const phase = `${request.phase}-${request.sha256.slice(0, 16)}`;
  const body = { ...(await signed(options, phase)), token, phase, notaryContent: request.sha256, ...identities };
  const { response, members } = await postJson(http, { url: notaryUrl, body }, call);
  assertAnswered(notaryUrl, response.status, members);
  const data = membersOf(members, 'data');
  const [hash, at] = [textOf(data, 'blockHash'), timeOf(data, 'timestamp')];
  if (hash === undefined || at === undefined) return { state: 'pending', reference: token };
  return { state: 'recorded', reference: hash, at, receipt: response.body };
}

async function verify(
  options: InternetCourtOptions,
  receipt: Uint8Array,
  request: DepositRequest,
  call?: CallOptions,
): Promise<DepositVerdict> {
  const blockHash = textOf(membersOf(readMembers(receipt) ?? {}, 'data'), 'blockHash');
  if (blockHash === undefined) return 'unknown';
  const { response, members } = await postJson(
    options.http,
    { url: options.queryUrl, body: { ...(await signed(options, 'query')), blockHash } },
    call,
  );
  if (response.status === 404) return 'unknown';
  assertAnswered(options.queryUrl, response.status, members);
  const content = textOf(membersOf(members, 'data'), 'notaryContent');
  return content === undefined ? 'pending' : content === request.sha256 ? 'matches' : 'differs';
}

async function post(options: InternetCourtOptions, url: string, body: JsonValue, call?: CallOptions): Promise<Members> {
  const { response, members } = await postJson(options.http, { url, body }, call);
  assertAnswered(url, response.status, members);
  return membersOf(members, 'data');
}

async function signed({ accountId, signer, clock = systemClock }: InternetCourtOptions, phase: string): Promise<Members> {
  const timestamp = clock.now().getTime();
  const dtbs = encodeUtf8(`${accountId}${phase}${timestamp}`);
  const signature = await signer.sign({ dtbs, digest: await digest('SHA-256', dtbs) });
  return { accountId, phase, timestamp, signedData: encodeHex(signature) };
}

/** 409: the chain keeps another content. */
function assertAnswered(url: string, status: number, members: Members): void {
  if (status === 409 || members['code'] === 'CONFLICT') throw depositError('DEPOSIT_CONFLICT', `${url}: another content is kept`, false);
  if (status !== 200) throw depositError('DEPOSIT_REFUSED', `${url}: got status ${status}`, false);
}
