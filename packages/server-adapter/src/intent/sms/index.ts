export type { AliyunCredentials } from '../aliyun-signature.ts';
export type { TencentCredentials } from '../tencent-signature.ts';
export { type AliyunSmsOptions, createAliyunSms } from './aliyun-sms.ts';
export { createSmsProvider, type SmsProviderOptions } from './sms-provider.ts';
export { type CodeMessage, consoleSmsTransport, type SmsTransport } from './sms-transport.ts';
export { createTencentSms, type TencentSmsOptions } from './tencent-sms.ts';
