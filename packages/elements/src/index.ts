export type { ClientCallOptions, SealClient } from './client/seal-client.ts';
export { sealContext, type AssetUrls, type Mode, type SealContext, type Theme, type TrustAnchors } from './foundation/context.ts';
export type { Locale, MessageOverrides } from './foundation/messages.ts';
export { SealElement } from './foundation/seal-element.ts';
export { SealEvent, type EventSource } from './foundation/seal-event.ts';
