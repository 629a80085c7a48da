// #region providers
import { createTotpProvider } from '@sealkit/server-adapter';
import { createPasskeyProvider } from '@sealkit/server-adapter/passkey';
import { createSmsProvider } from '@sealkit/server-adapter/sms';

/** `intent` of `createAdapter`: what is offered, and what every use asks for. */
export function intentConfig({ host, secrets, transport, phoneNumberOf }) {
  return {
    providers: [
      createPasskeyProvider({ rpId: host, rpName: 'Our contracts', origins: [`https://${host}`] }),
      createTotpProvider({ encryptionKey: secrets.totp, issuer: 'Our contracts' }),
      createSmsProvider({ transport, phoneNumberOf, pepper: secrets.pepper }),
    ],
    policy: { minimumAssurance: 1 },
  };
}
// #endregion providers

// #region policy
import { setSealIntentPolicy } from '@sealkit/server-adapter';

/** The statutory seal asks for a passkey, begun within ten minutes, and the signature says that it approves of the content. */
export function protectSeal(registration, tenant, sealNumber) {
  const policy = { minimumAssurance: 3, methods: ['passkey'], maximumAge: 600, commitment: true };
  return setSealIntentPolicy(registration, { tenant, sealNumber, policy });
}
// #endregion policy

// #region own-provider
import { INTENT_PROVIDER_CONTRACT } from '@sealkit/server-adapter';

/** Runs the conformance suite on an own provider; each case gets a subject of its own. */
export async function checkProvider(createSubject) {
  for (const { title, run } of INTENT_PROVIDER_CONTRACT) {
    await run(createSubject());
    console.log(`ok ${title}`);
  }
}
// #endregion own-provider
