import { createHash, createHmac } from 'node:crypto';
import { decodeUtf8, encodeUtf8 } from '@sealkit/core/bytes';
import type { HttpClient, HttpRequest } from '@sealkit/core/ports';
import type { IntentView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import {
  type CodeMessage,
  consoleSmsTransport,
  createAliyunSms,
  createSmsProvider,
  createTencentSms,
  type SmsTransport,
} from '../src/intent/sms/index.ts';
import { setSealIntentPolicy } from '../src/index.ts';
import {
  type Client,
  createWorld,
  expectStatus,
  obtainPermit,
  problemOf,
  sampleDocument,
  START,
  startUse,
  TENANT,
  type World,
} from './support/world.ts';

const PEPPER = new Uint8Array(32).fill(3);
const NUMBER = '+8613812345678';
const MINUTE = 60_000;

interface Phones {
  readonly world: World;
  readonly sent: CodeMessage[];
}

async function createSmsWorld(number: string | null = NUMBER): Promise<Phones> {
  const sent: CodeMessage[] = [];
  const transport: SmsTransport = { send: async (message) => void sent.push(message) };
  const provider = createSmsProvider({ transport, phoneNumberOf: async () => number, pepper: PEPPER });
  const world = await createWorld({
    intent: { providers: [provider] },
    policy: { intentLifetimeMs: 14 * 60 * MINUTE, permitLifetimeMs: 14 * 60 * MINUTE },
  });
  await setSealIntentPolicy(world.registration, { tenant: TENANT, sealNumber: 'QL-1', policy: { minimumAssurance: 1 } });
  return { world, sent };
}

async function wait(client: Client): Promise<UseChallenge> {
  const document = await sampleDocument();
  const permit = await obtainPermit(client, document);
  return startUse(client, document, permit.id);
}

const ask = (client: Client, { useId }: UseChallenge) => client.post<IntentView>(`/uses/${useId}/intents`, { method: 'otp-sms' });
const confirm = (client: Client, challenge: UseChallenge, intentId: string, code: string) =>
  client.post<UseResult>(`/uses/${challenge.useId}/confirm`, { proof: { intentId, shownDigest: challenge.challenge, answer: { code } } });
const other = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('secondary verification by SMS', () => {
  it('signs with the code of the message, which names the document and the end of its digest', async () => {
    const { world, sent } = await createSmsWorld();
    const ada = world.as('ada');
    const challenge = await wait(ada);
    const intent = expectStatus(await ask(ada, challenge), 201);
    expect(intent).to.include({ sentTo: '+861********78', form: 'code', assurance: 1 });
    const [message] = sent;
    expect(message?.documentName).to.equal('Lease 2026.pdf');
    expect(message?.digestEnd).to.equal(challenge.act.originalDigest.slice(-6));
    expect(message?.code).to.match(/^\d{6}$/);
    expectStatus(await confirm(ada, challenge, intent.id, ` ${message?.code.slice(0, 3)} ${message?.code.slice(3)} `), 200);
  });

  it('refuses the code of another document, a wrong one, and a late one', async () => {
    const { world, sent } = await createSmsWorld();
    const ada = world.as('ada');
    const [one, two] = [await wait(ada), await wait(ada)];
    const first = expectStatus(await ask(ada, one), 201);
    world.pass(MINUTE);
    const second = expectStatus(await ask(ada, two), 201);
    const [codeOfOne = '', codeOfTwo = ''] = sent.map(({ code }) => code);
    if (codeOfOne !== codeOfTwo) {
      expect(problemOf(await confirm(ada, two, second.id, codeOfOne)).code).to.equal('INTENT_CODE_WRONG');
    }
    expect(problemOf(await confirm(ada, two, first.id, codeOfOne)).code).to.equal('INTENT_FOREIGN');
    expect(problemOf(await confirm(ada, two, second.id, other(codeOfTwo))).code).to.equal('INTENT_CODE_WRONG');
    world.pass(4 * MINUTE);
    expect(problemOf(await confirm(ada, one, first.id, codeOfOne)).code).to.equal('INTENT_EXPIRED');
    expectStatus(await confirm(ada, two, second.id, codeOfTwo), 200);
  });

  it('sends again after a minute, five times an hour and ten times a day, whatever the document', async () => {
    const { world, sent } = await createSmsWorld();
    const ada = world.as('ada');
    const [one, two] = [await wait(ada), await wait(ada)];
    const refused: string[] = [];
    for (let minute = 0; minute < 13 * 60; minute += 1) {
      for (let half = 0; half < 2; half += 1) {
        const answer = await ask(ada, minute % 2 === 0 ? one : two);
        if (answer.status !== 201) refused.push(problemOf(answer).code);
        world.pass(30_000);
      }
      if (sent.length === 10 && minute > 70) break;
    }
    expect(new Set(refused)).to.deep.equal(new Set(['INTENT_RESEND_TOO_SOON']));
    expect(sent.length).to.equal(10);
    expect(problemOf(await ask(ada, one)).code).to.equal('INTENT_RESEND_TOO_SOON');
  });

  it('counts wrong answers beyond a new code', async () => {
    const { world } = await createSmsWorld();
    const ada = world.as('ada');
    const challenge = await wait(ada);
    let wrong = 0;
    for (let round = 0; round < 4; round += 1) {
      const { id } = expectStatus(await ask(ada, challenge), 201);
      for (let tries = 0; tries < 6; tries += 1)
        if (problemOf(await confirm(ada, challenge, id, 'x')).code === 'INTENT_CODE_WRONG') wrong += 1;
      world.pass(MINUTE);
    }
    expect(wrong).to.equal(20);
    expect(problemOf(await ask(ada, challenge)).code).to.equal('INTENT_LOCKED');
  });

  it('keeps neither code nor number in store, answer or log', async () => {
    const { world, sent } = await createSmsWorld();
    const ada = world.as('ada');
    const challenge = await wait(ada);
    const answer = await ask(ada, challenge);
    const { id } = expectStatus(answer, 201);
    const row = await world.store.transaction((tx) => tx.intents.find(TENANT, id));
    for (const secret of [sent[0]?.code ?? '?', NUMBER.slice(1), NUMBER.slice(3)]) {
      expect(JSON.stringify(row?.state).includes(`"${secret}"`)).to.equal(false);
      expect(JSON.stringify(world.log).includes(secret)).to.equal(false);
    }
    expect(answer.text).not.to.include(NUMBER.slice(3));
  });

  it('says so where the host has no number', async () => {
    const { world } = await createSmsWorld(null);
    const ada = world.as('ada');
    expect(problemOf(await ask(ada, await wait(ada))).code).to.equal('INTENT_NO_RECIPIENT');
  });
});

const MESSAGE: CodeMessage = { phoneNumber: NUMBER, code: '123456', documentName: '租赁 合同*.pdf', digestEnd: 'ab12cd', minutes: 5 };
const clock = { now: () => START };

function fakeHttp(answer: object, seen: HttpRequest[]): HttpClient {
  return {
    send: async (request) => {
      seen.push(request);
      return { status: 200, contentType: 'application/json', body: encodeUtf8(JSON.stringify(answer)) };
    },
  };
}

const sha256 = (octets: string | Uint8Array): string => createHash('sha256').update(octets).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

describe('gateways for messages', () => {
  it('print to the console for development', async () => {
    const lines: string[] = [];
    await consoleSmsTransport((line) => lines.push(line)).send(MESSAGE);
    expect(lines).to.deep.equal(['SMS to +8613812345678: code 123456 for “租赁 合同*.pdf” (…ab12cd), good for 5 minutes']);
  });

  it('sign as Alibaba Cloud verifies it: ACS3-HMAC-SHA256', async () => {
    const seen: HttpRequest[] = [];
    const credentials = async () => ({ accessKeyId: 'key-id', accessKeySecret: 'key-secret' });
    const sms = createAliyunSms({ http: fakeHttp({ Code: 'OK' }, seen), credentials, signName: '测试', templateCode: 'SMS_1', clock });
    await sms.send(MESSAGE);
    const [request] = seen;
    const { search, searchParams, host } = new URL(request?.url ?? '');
    expect(searchParams.get('PhoneNumbers')).to.equal('13812345678');
    expect(JSON.parse(searchParams.get('TemplateParam') ?? '')).to.deep.equal({
      code: '123456',
      document: MESSAGE.documentName,
      digest: 'ab12cd',
      minutes: '5',
    });
    // What the service computes from what came in.
    const headers: Readonly<Record<string, string>> = { ...request?.headers, host };
    const [, names = '', signature] = /SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(headers['authorization'] ?? '') ?? [];
    const lines = names
      .split(';')
      .map((name) => `${name}:${headers[name]}\n`)
      .join('');
    const canonical = ['POST', '/', search.slice(1), lines, names, sha256('')].join('\n');
    expect(signature).to.equal(hmac('key-secret', `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex'));
    expect(headers['x-acs-date']).to.equal('2026-06-01T12:00:00Z');
    expect(search).to.include('%2A').and.not.include('*').and.not.include('+');
  });

  it('sign as Tencent Cloud verifies it: TC3-HMAC-SHA256', async () => {
    const seen: HttpRequest[] = [];
    const sms = createTencentSms({
      http: fakeHttp({ Response: { SendStatusSet: [{ Code: 'Ok' }] } }, seen),
      credentials: async () => ({ secretId: 'id', secretKey: 'secret' }),
      region: 'ap-guangzhou',
      sdkAppId: '1400000000',
      signName: '测试',
      templateId: '1',
      clock,
    });
    await sms.send(MESSAGE);
    const [request] = seen;
    const headers = request?.headers ?? {};
    const body = request?.body ?? new Uint8Array();
    expect(JSON.parse(decodeUtf8(body))).to.deep.include({
      PhoneNumberSet: [NUMBER],
      TemplateParamSet: ['123456', MESSAGE.documentName, 'ab12cd', '5'],
    });
    const lines = `content-type:${request?.contentType}\nhost:sms.tencentcloudapi.com\nx-tc-action:sendsms\n`;
    const canonical = ['POST', '/', '', lines, 'content-type;host;x-tc-action', sha256(body)].join('\n');
    const text = ['TC3-HMAC-SHA256', headers['x-tc-timestamp'], '2026-06-01/sms/tc3_request', sha256(canonical)].join('\n');
    const key = ['2026-06-01', 'sms', 'tc3_request'].reduce<string | Buffer>((secret, part) => hmac(secret, part), 'TC3secret');
    expect(headers['authorization']).to.equal(
      `TC3-HMAC-SHA256 Credential=id/2026-06-01/sms/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=${hmac(key, text).toString('hex')}`,
    );
  });

  it('repeat no sentence of the service, and nothing of the message', async () => {
    const seen: HttpRequest[] = [];
    const answer = { Code: `no ${MESSAGE.code} ${NUMBER}`, Message: MESSAGE.code };
    const credentials = async () => ({ accessKeyId: 'key-id', accessKeySecret: 'key-secret' });
    const sms = createAliyunSms({ http: fakeHttp(answer, seen), credentials, signName: 'x', templateCode: 'SMS_1', clock });
    const error: unknown = await sms.send(MESSAGE).catch((cause: unknown) => cause);
    expect(error).to.have.property('code', 'INTENT_SERVICE_REFUSED');
    expect(String(error)).not.to.match(/123456|138/);
  });
});
