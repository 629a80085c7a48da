import type { Route } from '../route.ts';
import { APPROVAL_ROUTES, GRANT_ROUTES } from './approvals.ts';
import { ANOMALY_ROUTES } from './anomalies.ts';
import { ENVELOPE_ROUTES } from './envelopes.ts';
import { EVIDENCE_ROUTES } from './evidence.ts';
import { INTENT_ROUTES } from './intents.ts';
import { IDENTITY_ROUTES } from './identity.ts';
import { LOG_ROUTES } from './log.ts';
import { publicRoutes } from './public.ts';
import { SEAL_ROUTES } from './seals.ts';
import { SESSION_ROUTES } from './session.ts';
import { SIGNING_ROUTES } from './signing.ts';

export const ROUTES: readonly Route[] = [
  ...SESSION_ROUTES,
  ...SEAL_ROUTES,
  ...GRANT_ROUTES,
  ...APPROVAL_ROUTES,
  ...ENVELOPE_ROUTES,
  ...EVIDENCE_ROUTES,
  ...IDENTITY_ROUTES,
  ...SIGNING_ROUTES,
  ...INTENT_ROUTES,
  ...LOG_ROUTES,
  ...ANOMALY_ROUTES,
  ...publicRoutes(() => ROUTES),
];
