/** The monitor without its surroundings: what arrives, what is looked at, and what is worth an alarm. */
import { verifyWebhook } from '@sealkit/server-adapter/webhooks';
import { alarmsOf } from './anomaly-watch.mjs';
import { watchLog } from './log-watch.mjs';
import { ServerFault } from './sealkit-server.mjs';

/** Messages that are remembered, to be told of once; each is sent for 76 hours at most. */
const MAX_SEEN = 10_000;
const USES = { 'use.completed': 'seal-used', 'use.refused': 'use-refused', 'use.discarded': 'use-discarded' };

/**
 * @param watch `{ organisationId, seals }`: whose name, and which seal numbers.
 * @param raise takes an alarm, `{ kind, … }`; it has been taken when the call returns.
 * @param state as of `openState`.
 */
export function createMonitor({ watch, secret, server, logKey, state, raise, now = () => new Date() }) {
  /** One look at a time: two would compare with the same checkpoint and tell twice. */
  let looking = Promise.resolve();

  return {
    /** A request to the receiver; answers the status. */
    receive(headers, body) {
      const verdict = verifyWebhook(headers, body, secret, now());
      if (verdict.indication !== 'PASSED') {
        raise({ kind: 'webhook-refused', reason: verdict.reason });
        return 401;
      }
      const { seen } = state.get();
      if (seen.includes(verdict.id)) return 204;
      const { type, timestamp, data } = JSON.parse(body);
      const kind = USES[type];
      if (kind !== undefined && watch.seals.includes(data.sealNumber)) raise({ kind, time: timestamp, ...data });
      // Told first, remembered then: whoever dies between the two tells twice, and never not at all.
      state.put({ seen: [...seen, verdict.id].slice(-MAX_SEEN) });
      return 204;
    },

    /** Looks at the log and at what the rules find. A server that gives no answer is told of and looked at again the next time. */
    look() {
      looking = lookAfter(looking);
      return looking;
    },
  };

  async function lookAfter(before) {
    await before;
    await tell(lookAtLog);
    await tell(lookAtAnomalies);
  }

  async function tell(look) {
    try {
      await look();
    } catch (error) {
      if (!(error instanceof ServerFault)) throw error;
      raise({ kind: 'server-silent', reason: error.message });
    }
  }

  async function lookAtLog() {
    const { note, fault } = await watchLog(server, logKey, state.get().note);
    if (fault !== null) raise({ kind: 'log-broken', ...fault });
    else state.put({ note });
  }

  async function lookAtAnomalies() {
    const { anomalies } = await server.anomalies();
    const found = alarmsOf(anomalies, watch);
    const { raised } = state.get();
    for (const { key, alarm } of found) if (!raised.includes(key)) raise(alarm);
    // What is over is forgotten, so that it is told of when it comes back.
    state.put({ raised: found.map(({ key }) => key) });
  }
}
