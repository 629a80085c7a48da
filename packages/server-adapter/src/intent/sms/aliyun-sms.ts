import { randomUUID } from 'node:crypto';
import type { Clock, HttpClient } from '@sealkit/core/ports';
import { z } from 'zod';
import { type AliyunCredentials, signAliyun } from '../aliyun-signature.ts';
import { askService } from '../ask-service.ts';
import { serviceRefusal } from '../intent-error.ts';
import type { SmsTransport } from './sms-transport.ts';

export interface AliyunSmsOptions {
  readonly http: HttpClient;
  readonly credentials: () => Promise<AliyunCredentials>;
  /** Name in the brackets of the message, as it was filed. */
  readonly signName: string;
  /** A template with the variables `code`, `document`, `digest` and `minutes`. */
  readonly templateCode: string;
  readonly clock: Clock;
}

const answerSchema = z.looseObject({ Code: z.string() });

/** Messages by Alibaba Cloud SMS: SendSms of version 2017-05-25. Run against a fake alone. */
export function createAliyunSms({ http, credentials, signName, templateCode, clock }: AliyunSmsOptions): SmsTransport {
  return {
    send: async ({ phoneNumber, code, documentName, digestEnd, minutes }, call) => {
      const variables = { code, document: documentName, digest: digestEnd, minutes: String(minutes) };
      const parameters = {
        // Numbers of the mainland go without their country.
        PhoneNumbers: phoneNumber.replace(/^\+86/, '').replace(/^\+/, '00'),
        SignName: signName,
        TemplateCode: templateCode,
        TemplateParam: JSON.stringify(variables),
      };
      const signed = signAliyun(
        { host: 'dysmsapi.aliyuncs.com', action: 'SendSms', version: '2017-05-25', parameters },
        await credentials(),
        { time: clock.now(), nonce: randomUUID() },
      );
      const { Code: word } = await askService(http, signed, answerSchema, call);
      if (word !== 'OK') throw serviceRefusal(word);
    },
  };
}
