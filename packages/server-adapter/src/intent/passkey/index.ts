export { createPasskeyProvider, type PasskeyProviderOptions } from './passkey-provider.ts';
