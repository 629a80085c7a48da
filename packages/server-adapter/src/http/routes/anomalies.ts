import { listAnomalies } from '../../monitoring/list-anomalies.ts';
import { type Route, readRoute } from '../route.ts';
import { anomalyListSchema, anomalyQuerySchema } from '../schemas/anomalies.ts';
import { ok } from './answers.ts';

/** What the rules of monitoring find. */
export const ANOMALY_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/anomalies',
    summary: 'What is unusual about the uses of seals, with the rows that caused it',
    query: anomalyQuerySchema,
    answers: { 200: anomalyListSchema },
    run: async ({ context, principal, query }) => ok(await listAnomalies(context, principal, query)),
  }),
];
