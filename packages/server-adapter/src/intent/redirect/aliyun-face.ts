import { createHash, randomUUID } from 'node:crypto';
import type { Clock, HttpClient } from '@sealkit/core/ports';
import { z } from 'zod';
import { type AliyunCredentials, signAliyun } from '../aliyun-signature.ts';
import { askService } from '../ask-service.ts';
import { IntentError, serviceRefusal } from '../intent-error.ts';
import type { IntentProvider } from '../intent-provider.ts';
import { orderNumberOf, type PersonSource, personOf } from './identity-at-provider.ts';

export interface AliyunFaceOptions {
  readonly http: HttpClient;
  readonly credentials: () => Promise<AliyunCredentials>;
  readonly sceneId: string;
  /** Product of the scene; the one with spoken will is `MFVC`. */
  readonly productCode?: string;
  readonly personOf: PersonSource;
  /** Where the provider sends the person back to. */
  readonly returnUrl: string;
  readonly clock: Clock;
}

const LIFETIME_MS = 30 * 60_000;
const API = { host: 'cloudauth.aliyuncs.com', version: '2019-03-07' } as const;

const startedSchema = z.looseObject({
  Code: z.string(),
  ResultObject: z.looseObject({ CertifyId: z.string(), CertifyUrl: z.string() }).optional(),
});
const resultSchema = z.looseObject({
  Code: z.string(),
  ResultObject: z
    .looseObject({ Passed: z.string().optional(), SubCode: z.string().optional(), MaterialInfo: z.string().optional() })
    .optional(),
});
const stateSchema = z.strictObject({ certifyId: z.string(), orderNumber: z.string() });

/**
 * Face, and spoken will where the scene has it, at Alibaba Cloud: InitFaceVerify under an order number that is of the act, then the
 * person's answer from DescribeFaceVerify. What the page says of the outcome counts for nothing. Run against a fake alone.
 */
export function createAliyunFaceProvider(options: AliyunFaceOptions): IntentProvider {
  const { http, credentials, sceneId, clock } = options;
  const ask = async <Schema extends z.ZodType>(action: string, parameters: Readonly<Record<string, string>>, schema: Schema) =>
    askService(http, signAliyun({ ...API, action, parameters }, await credentials(), { time: clock.now(), nonce: randomUUID() }), schema);
  return {
    method: 'face-aliyun',
    assurance: 3,
    form: 'redirect',
    rightAnswers: 0,
    tries: 1,
    start: async ({ context, statement, device }, call) => {
      const { name, identityNumber } = await personOf(options.personOf, context, call);
      const orderNumber = orderNumberOf(statement);
      const answer = await ask(
        'InitFaceVerify',
        {
          SceneId: sceneId,
          OuterOrderNo: orderNumber,
          ProductCode: options.productCode ?? 'MFVC',
          CertType: 'IDENTITY_CARD',
          CertName: name,
          CertNo: identityNumber,
          MetaInfo: device ?? '{}',
          ReturnUrl: options.returnUrl,
        },
        startedSchema,
      );
      if (answer.Code !== '200' || answer.ResultObject === undefined) throw serviceRefusal(answer.Code);
      const { CertifyId: certifyId, CertifyUrl: actionUrl } = answer.ResultObject;
      return { state: { certifyId, orderNumber }, expiresAt: new Date(context.now.getTime() + LIFETIME_MS), actionUrl };
    },
    finish: async ({ statement, state }) => {
      const read = stateSchema.safeParse(state);
      if (!read.success) throw new IntentError('INTENT_STATE_MALFORMED', 'expected what began the face verification');
      const { certifyId, orderNumber } = read.data;
      if (orderNumber !== orderNumberOf(statement)) return { result: 'failed' };
      const answer = await ask('DescribeFaceVerify', { SceneId: sceneId, CertifyId: certifyId }, resultSchema);
      if (answer.Code !== '200') throw serviceRefusal(answer.Code);
      const { Passed: passed, SubCode: subCode = null, MaterialInfo: material } = answer.ResultObject ?? {};
      if (passed === undefined || passed === '') return { result: 'pending' };
      if (passed !== 'T') return { result: 'failed' };
      const sha256 = material === undefined ? undefined : createHash('sha256').update(material).digest('hex');
      return {
        result: 'passed',
        provider: 'aliyun-cloudauth',
        providerTransaction: certifyId,
        artifacts: sha256 === undefined ? [] : [{ name: 'MaterialInfo', mediaType: 'application/json', sha256 }],
        raw: { outerOrderNo: orderNumber, certifyId, passed, subCode },
      };
    },
  };
}
