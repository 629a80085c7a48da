import { encodeUtf8 } from '@sealkit/core/bytes';
import type { Clock, HttpClient } from '@sealkit/core/ports';
import { z } from 'zod';
import { askService } from '../ask-service.ts';
import { IntentError, serviceRefusal } from '../intent-error.ts';
import type { IntentProvider, IntentStatement } from '../intent-provider.ts';
import { namedAct } from '../named-act.ts';
import { signTencent, TENCENT_CONTENT_TYPE, type TencentCredentials } from '../tencent-signature.ts';
import { orderNumberOf, type PersonSource, personOf } from './identity-at-provider.ts';

export interface TencentFaceOptions {
  readonly http: HttpClient;
  readonly credentials: () => Promise<TencentCredentials>;
  /** The business process that was filed, with face and spoken will. */
  readonly ruleId: string;
  readonly personOf: PersonSource;
  readonly returnUrl: string;
  readonly clock: Clock;
}

const LIFETIME_MS = 30 * 60_000;
const HOST = 'faceid.tencentcloudapi.com';
/** Characters of a question. */
const QUESTION_LENGTH = 120;

const errorSchema = z.looseObject({ Code: z.string() }).optional();
const startedSchema = z.looseObject({
  Response: z.looseObject({ Error: errorSchema, Url: z.string().optional(), BizToken: z.string().optional() }),
});
const resultSchema = z.looseObject({
  Response: z.looseObject({
    Error: errorSchema,
    Text: z
      .looseObject({
        ErrCode: z.int().nullish(),
        Extra: z.string().nullish(),
        LiveStatus: z.int().nullish(),
        Comparestatus: z.int().nullish(),
        Sim: z.string().nullish(),
      })
      .optional(),
    IntentionQuestionResult: z.looseObject({ FinalResultCode: z.string().nullish() }).nullish(),
  }),
});
const stateSchema = z.strictObject({ bizToken: z.string(), orderNumber: z.string() });

/**
 * Face and spoken will at Tencent Cloud: DetectAuth with the act's number as passed-through value and a question that names the
 * document, then GetDetectInfoEnhanced. What the page says of the outcome counts for nothing. Run against a fake alone.
 */
export function createTencentFaceProvider(options: TencentFaceOptions): IntentProvider {
  const { http, credentials, ruleId, clock } = options;
  const ask = async <Schema extends z.ZodType>(action: string, request: object, schema: Schema) => {
    const body = encodeUtf8(JSON.stringify(request));
    const headers = signTencent({ host: HOST, action, version: '2018-03-03', body }, await credentials(), clock.now());
    return askService(http, { url: `https://${HOST}/`, contentType: TENCENT_CONTENT_TYPE, headers, body }, schema);
  };
  return {
    method: 'face-tencent',
    assurance: 3,
    form: 'redirect',
    rightAnswers: 0,
    tries: 1,
    start: async ({ context, statement }, call) => {
      const { name, identityNumber } = await personOf(options.personOf, context, call);
      const orderNumber = orderNumberOf(statement);
      const request = {
        RuleId: ruleId,
        Name: name,
        IdCard: identityNumber,
        RedirectUrl: options.returnUrl,
        Extra: orderNumber,
        IntentionQuestions: [{ Question: questionOf(statement), Answers: ['是的', '是', '同意', '我同意'] }],
      };
      const { Response: answer } = await ask('DetectAuth', request, startedSchema);
      const { Url: actionUrl, BizToken: bizToken } = answer;
      if (actionUrl === undefined || bizToken === undefined) throw serviceRefusal(answer.Error?.Code ?? '');
      return { state: { bizToken, orderNumber }, expiresAt: new Date(context.now.getTime() + LIFETIME_MS), actionUrl };
    },
    finish: async ({ statement, state }) => {
      const read = stateSchema.safeParse(state);
      if (!read.success) throw new IntentError('INTENT_STATE_MALFORMED', 'expected what began the face verification');
      const { bizToken, orderNumber } = read.data;
      const { Response: answer } = await ask('GetDetectInfoEnhanced', { BizToken: bizToken, RuleId: ruleId, InfoType: '1' }, resultSchema);
      if (answer.Error !== undefined) throw serviceRefusal(answer.Error.Code);
      const { ErrCode: code, Extra: extra, LiveStatus: live, Comparestatus: compared, Sim: likeness } = answer.Text ?? {};
      if (code === undefined || code === null) return { result: 'pending' };
      const will = answer.IntentionQuestionResult?.FinalResultCode ?? null;
      const ofThisAct = extra === orderNumber && orderNumber === orderNumberOf(statement);
      if (!ofThisAct || code !== 0 || live !== 0 || compared !== 0 || will !== '0') return { result: 'failed' };
      return {
        result: 'passed',
        provider: 'tencent-faceid',
        providerTransaction: bizToken,
        scores: likeness ? { likeness: Math.round(Number(likeness) * 10) } : {},
        raw: { extra: orderNumber, bizToken, errCode: code, liveStatus: live, compareStatus: compared, will },
      };
    },
  };
}

/** What the person is asked aloud: the document, how many they are, or the change, and the letters by which they find the digest on the page. */
function questionOf(statement: IntentStatement): string {
  const { name, digestEnd } = namedAct(statement);
  const { act } = statement;
  const shortened = Array.from(name)
    .slice(0, QUESTION_LENGTH - 60)
    .join('');
  const document = act.action === 'batch' ? `签署${act.count}份文件` : `签署文件“${shortened}”`;
  const what = act.action === 'add-authenticator' || act.action === 'remove-authenticator' ? `“${shortened}”` : document;
  return `您是否同意${what}，校验码后六位为${digestEnd}？请回答：是的。`;
}
