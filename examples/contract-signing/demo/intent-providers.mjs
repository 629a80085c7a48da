/** DEMO ONLY. Ways of confirming beyond the session: passkey, authenticator app, and codes that the console prints instead of a phone. */
import { hkdfSync } from 'node:crypto';
import { createTotpProvider } from '@sealkit/server-adapter';
import { createPasskeyProvider } from '@sealkit/server-adapter/passkey';
import { consoleSmsTransport, createSmsProvider } from '@sealkit/server-adapter/sms';

/** Nobody's number. */
const PHONE_NUMBER = '+8610000000000';

/** They are there for seals and envelopes that ask for them. A browser takes passkeys for `localhost`, not for an address. */
export function createIntentProviders({ secret, origins }) {
  const keyOf = (purpose) => new Uint8Array(hkdfSync('sha256', secret, '', `sealkit-demo-${purpose}`, 32));
  return [
    createPasskeyProvider({ rpId: 'localhost', rpName: 'Sealkit demo', origins }),
    createTotpProvider({ encryptionKey: keyOf('totp'), issuer: 'Sealkit demo' }),
    createSmsProvider({ transport: consoleSmsTransport(console.log), phoneNumberOf: async () => PHONE_NUMBER, pepper: keyOf('sms') }),
  ];
}
