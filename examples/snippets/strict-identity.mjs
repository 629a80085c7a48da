// #region identity
import { cachedRevocationSource, createEstIssuer, manualReview } from '@sealkit/server-adapter';
import { guardedHttpClient } from '@sealkit/server-adapter/outbound';
import { httpRevocationSource } from '@sealkit/core/x509';

/** The part of an adapter's configuration that makes sure of who signs; `makeKey` makes a person's key in the host's key store. */
export function strictIdentity({ anchors, numberKey, est, makeKey }) {
  const http = guardedHttpClient();
  return {
    revocationSource: cachedRevocationSource({ source: httpRevocationSource({ http }) }),
    identity: {
      anchors,
      revocation: 'required',
      numberKey,
      providers: [manualReview()],
      certificates: { issuer: createEstIssuer({ http, ...est }), makeKey },
    },
  };
}
// #endregion identity

// #region one-time
import { auditOneTimeSteps, createOneTimeKeyStore } from '@sealkit/server-adapter';

/** A key for one signature over one document; `keys` is the adapter's key store, and the credential goes to the person's record. */
export async function oneTimeCredential({ store, clock, issuer }, act) {
  const keys = createOneTimeKeyStore({ clock, issuer, record: auditOneTimeSteps({ store, clock }) });
  const step = await keys.prepare(act);
  return { keys, credential: step.status === 'done' ? step.value : null };
}
// #endregion one-time
