import { decodeUtf8, encodeUtf8 } from '@sealkit/core/bytes';
import type { HttpClient, HttpRequest } from '@sealkit/core/ports';
import { softAuthenticator } from '../../../test/support/soft-authenticator.ts';
import type { IntentProvider } from '../intent-provider.ts';
import { createPasskeyProvider } from '../passkey/index.ts';
import { createAliyunFaceProvider, createTencentFaceProvider } from '../redirect/index.ts';
import { createSmsProvider } from '../sms/index.ts';
import { totpCode, timeStepOf } from '../totp/totp-code.ts';
import { createTotpProvider } from '../totp/totp-provider.ts';
import type { IntentContractSubject } from './contract-subject.ts';
import { INTENT_PROVIDER_CONTRACT } from './intent-provider-contract.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const KEY = new Uint8Array(32).fill(9);
const ORIGIN = 'https://seal.example';
const NUMBER = '+8613812345678';
const IDENTITY = '11010519491231002X';
const clock = { now: () => NOW };
const MINUTE = 60_000;

function totpSubject(): IntentContractSubject {
  const provider = createTotpProvider({ encryptionKey: KEY, issuer: 'Test' });
  let secret = new Uint8Array();
  return {
    provider,
    now: NOW,
    enrol: async (context) => {
      const { state, show } = (await provider.enrolment?.begin({ context, id: 'a', enrolled: [] })) ?? fail();
      const bits = Array.from(show.totp?.secret ?? '', (letter) =>
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
      ).join('');
      secret = Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
      const code = totpCode(secret, timeStepOf(NOW) - 1, 6);
      const before = { ...context, now: new Date(NOW.getTime() - MINUTE / 2) };
      const done = await provider.enrolment?.complete({ context: before, id: 'a', state, answer: { code } });
      return [{ id: 'a', state: done ?? fail() }];
    },
    answer: async ({ context }) => ({ code: totpCode(secret, timeStepOf(context.now), 6) }),
    wrong: { code: '12345' },
    bindsStatement: false,
    secrets: () => [Buffer.from(secret).toString('base64'), totpCode(secret, timeStepOf(NOW), 6)],
  };
}

function smsSubject(): IntentContractSubject {
  let code = '';
  const transport = { send: async (message: { readonly code: string }) => void ({ code } = message) };
  return {
    provider: createSmsProvider({ transport, phoneNumberOf: async () => NUMBER, pepper: KEY }),
    now: NOW,
    enrol: async () => [],
    answer: async () => ({ code }),
    wrong: { code: 'abcdef' },
    bindsStatement: true,
    secrets: () => [NUMBER, NUMBER.slice(3)],
  };
}

function passkeySubject(): IntentContractSubject {
  const provider = createPasskeyProvider({ rpId: 'seal.example', rpName: 'Test', origins: [ORIGIN] });
  const device = softAuthenticator(ORIGIN);
  return {
    provider,
    now: NOW,
    enrol: async (context) => {
      const { state, show } = (await provider.enrolment?.begin({ context, id: 'a', enrolled: [] })) ?? fail();
      const answer = device.create(show.passkey ?? fail());
      return [{ id: 'a', state: (await provider.enrolment?.complete({ context, id: 'a', state, answer })) ?? fail() }];
    },
    answer: async (_request, { passkey }) => device.get(passkey ?? fail()),
    wrong: { credential: { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} } },
    bindsStatement: true,
    secrets: () => [],
  };
}

/** A service that answers each action; what it was asked stands in `seen`. */
function fakeService(answers: (action: string, request: HttpRequest) => object, seen: HttpRequest[]): HttpClient {
  return {
    send: async (request) => {
      seen.push(request);
      const action = request.headers?.['x-acs-action'] ?? request.headers?.['x-tc-action'] ?? '';
      return { status: 200, contentType: 'application/json', body: encodeUtf8(JSON.stringify(answers(action, request))) };
    },
  };
}

const person = async () => ({ name: '张三', identityNumber: IDENTITY });

function aliyunSubject(
  result: object = { Passed: 'T', SubCode: '200', MaterialInfo: '{}' },
  seen: HttpRequest[] = [],
): IntentContractSubject {
  const http = fakeService(
    (action) =>
      action === 'InitFaceVerify'
        ? { Code: '200', ResultObject: { CertifyId: 'certify-1', CertifyUrl: 'https://face.example/1' } }
        : { Code: '200', ResultObject: result },
    seen,
  );
  const credentials = async () => ({ accessKeyId: 'id', accessKeySecret: 'planted-secret' });
  const provider = createAliyunFaceProvider({ http, credentials, sceneId: '1', personOf: person, returnUrl: ORIGIN, clock });
  return redirectSubject(provider);
}

function tencentSubject(changes: object = {}, seen: HttpRequest[] = [], will = '0'): IntentContractSubject {
  let extra = '';
  const http = fakeService((action, request) => {
    if (action === 'DetectAuth') {
      ({ Extra: extra } = JSON.parse(decodeUtf8(request.body ?? new Uint8Array())) as { readonly Extra: string });
      return { Response: { Url: 'https://face.example/2', BizToken: 'biz-1' } };
    }
    const text = { ErrCode: 0, Extra: extra, LiveStatus: 0, Comparestatus: 0, Sim: '98.76', ...changes };
    return { Response: { Text: text, IntentionQuestionResult: { FinalResultCode: will } } };
  }, seen);
  const credentials = async () => ({ secretId: 'id', secretKey: 'planted-secret' });
  return redirectSubject(createTencentFaceProvider({ http, credentials, ruleId: '1', personOf: person, returnUrl: ORIGIN, clock }));
}

function redirectSubject(provider: IntentProvider): IntentContractSubject {
  return {
    provider,
    now: NOW,
    enrol: async () => [],
    answer: async () => ({}),
    wrong: {},
    bindsStatement: true,
    secrets: () => [IDENTITY, 'planted-secret', '张三'],
  };
}

function fail(): never {
  throw new TypeError('expected a value in the test');
}

describe('the contract of providers of intent', () => {
  const subjects: readonly (readonly [string, () => IntentContractSubject])[] = [
    ['authenticator apps', totpSubject],
    ['SMS', smsSubject],
    ['passkeys', passkeySubject],
    ['faces at Alibaba Cloud', () => aliyunSubject()],
    ['faces at Tencent Cloud', () => tencentSubject()],
  ];
  for (const [name, create] of subjects) {
    for (const { title, run } of INTENT_PROVIDER_CONTRACT) {
      // At a provider nothing is answered to us: the wrong answer is the provider's, below.
      if (title === 'finds nothing in a wrong answer' && create().provider.form === 'redirect') continue;
      it(`${name}: ${title}`, () => run(create()));
    }
  }

  const breakages: readonly (readonly [string, (provider: IntentProvider) => Partial<IntentProvider>, string])[] = [
    ['a method named confirm', () => ({ method: 'confirm' }), 'has a method'],
    ['that takes any answer', () => ({ finish: async () => ({ result: 'passed', provider: 'x', raw: {} }) }), 'another act'],
    ['that takes none', () => ({ finish: async () => ({ result: 'failed' }) }), 'meant it'],
    [
      'without an end',
      (own) => ({ start: async (...all) => ({ ...(await own.start(...all)), expiresAt: new Date(8e15) }) }),
      'within a day',
    ],
    [
      'that keeps the number',
      (own) => ({ start: async (...all) => ({ ...(await own.start(...all)), state: { to: NUMBER } }) }),
      'no secret',
    ],
  ];
  for (const [what, change, title] of breakages) {
    it(`finds a provider ${what}`, async () => {
      const broken: string[] = [];
      for (const { title: each, run } of INTENT_PROVIDER_CONTRACT) {
        const subject = smsSubject();
        const outcome = await run({ ...subject, provider: { ...subject.provider, ...change(subject.provider) } }).catch(() => each);
        if (outcome !== undefined) broken.push(outcome);
      }
      expect(
        broken.some((found) => found.includes(title)),
        broken.join('\n'),
      ).to.equal(true);
    });
  }
});

describe('face and will at a provider', () => {
  const resultOf = async (subject: IntentContractSubject) => {
    const { provider } = subject;
    const context = { tenant: 't', personId: 'p', personName: 'P', now: NOW };
    const act = { envelopeName: '合同.pdf', originalDigest: `sha256:${'ab'.repeat(32)}` } as Parameters<
      typeof provider.start
    >[0]['statement']['act'];
    const request = {
      context,
      handle: 'h',
      statement: { useId: 'u', act, digest: `sha256:${'0123456789abcdef'.repeat(4)}` },
      authenticators: [],
    };
    const { state } = await provider.start(request);
    return (await provider.finish({ ...request, state, answer: { result: 'passed' } })).result;
  };

  it('carries the first 32 hex of the statement digest as order number', async () => {
    const seen: HttpRequest[] = [];
    await resultOf(aliyunSubject({ Passed: 'T' }, seen));
    await resultOf(tencentSubject({}, seen));
    expect(new URL(seen[0]?.url ?? '').searchParams.get('OuterOrderNo')).to.equal('0123456789abcdef'.repeat(2));
    const asked = JSON.parse(decodeUtf8(seen[2]?.body ?? new Uint8Array())) as {
      readonly Extra: string;
      readonly IntentionQuestions: readonly object[];
    };
    expect(asked.Extra).to.equal('0123456789abcdef'.repeat(2));
    expect(JSON.stringify(asked.IntentionQuestions)).to.include('合同.pdf').and.include('ababab');
  });

  it('asks the provider, and believes no answer of the page', async () => {
    expect(await resultOf(aliyunSubject({ Passed: 'F', SubCode: '204' }))).to.equal('failed');
    expect(await resultOf(aliyunSubject({}))).to.equal('pending');
    expect(await resultOf(tencentSubject({ ErrCode: null }))).to.equal('pending');
    expect(await resultOf(tencentSubject({ ErrCode: 3 }))).to.equal('failed');
    expect(await resultOf(tencentSubject({ LiveStatus: 1 }))).to.equal('failed');
    expect(await resultOf(tencentSubject({ Extra: 'of another act' }))).to.equal('failed');
    expect(await resultOf(tencentSubject({}, [], '1'))).to.equal('failed');
    expect(await resultOf(tencentSubject())).to.equal('passed');
  });
});
