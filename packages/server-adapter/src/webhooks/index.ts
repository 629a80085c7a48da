export type { WebhookPayload, WebhookTopic } from './webhook-message.ts';
export { type ReceivedHeaders, verifyWebhook, type WebhookVerdict } from './webhook-signature.ts';
