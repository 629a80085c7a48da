import { encodeUtf8 } from '@sealkit/core/bytes';
import type { Clock, HttpClient } from '@sealkit/core/ports';
import { z } from 'zod';
import { askService } from '../ask-service.ts';
import { serviceRefusal } from '../intent-error.ts';
import { signTencent, TENCENT_CONTENT_TYPE, type TencentCredentials } from '../tencent-signature.ts';
import type { SmsTransport } from './sms-transport.ts';

export interface TencentSmsOptions {
  readonly http: HttpClient;
  readonly credentials: () => Promise<TencentCredentials>;
  readonly region: string;
  /** Application, signature and template as they were filed; the template takes code, document, digest and minutes, in this order. */
  readonly sdkAppId: string;
  readonly signName: string;
  readonly templateId: string;
  readonly clock: Clock;
}

const HOST = 'sms.tencentcloudapi.com';

const answerSchema = z.looseObject({
  Response: z.looseObject({
    Error: z.looseObject({ Code: z.string() }).optional(),
    SendStatusSet: z.array(z.looseObject({ Code: z.string() })).optional(),
  }),
});

/** Messages by Tencent Cloud SMS: SendSms of version 2021-01-11. Run against a fake alone. */
export function createTencentSms(options: TencentSmsOptions): SmsTransport {
  const { http, credentials, region, sdkAppId, signName, templateId, clock } = options;
  return {
    send: async ({ phoneNumber, code, documentName, digestEnd, minutes }, call) => {
      const request = {
        PhoneNumberSet: [phoneNumber],
        SmsSdkAppId: sdkAppId,
        SignName: signName,
        TemplateId: templateId,
        TemplateParamSet: [code, documentName, digestEnd, String(minutes)],
      };
      const body = encodeUtf8(JSON.stringify(request));
      const headers = signTencent({ host: HOST, action: 'SendSms', version: '2021-01-11', region, body }, await credentials(), clock.now());
      const sent = { url: `https://${HOST}/`, contentType: TENCENT_CONTENT_TYPE, headers, body };
      const { Response: answer } = await askService(http, sent, answerSchema, call);
      const word = answer.Error?.Code ?? answer.SendStatusSet?.[0]?.Code;
      if (word !== 'Ok') throw serviceRefusal(word ?? '');
    },
  };
}
