/**
 * What the server's own rules find of the company: faces that look like those of its seals, and logs that do not hold. The other
 * kinds are for people who look at the use log.
 */

/**
 * @param anomalies as `GET /anomalies` answers them.
 * @param watch `{ organisationId, seals }`
 * @returns `{ key, alarm }` each; the same finding has the same key the next time.
 */
export function alarmsOf(anomalies, watch) {
  return anomalies.flatMap((anomaly) => {
    if (anomaly.kind === 'log-gap') return [alarm('log-gap', anomaly, [anomaly.sealNumber, anomaly.values.log, anomaly.values.fault])];
    if (anomaly.kind === 'like-faces' && concerns(anomaly, watch))
      return [alarm('like-faces', anomaly, [anomaly.sealNumber, anomaly.values.version, anomaly.values.nearestSeal])];
    return [];
  });
}

/** A face under the company's name that looks like another, or another that looks like one of its seals. */
function concerns({ organisationId, values }, watch) {
  return organisationId === watch.organisationId || watch.seals.includes(values.nearestSeal);
}

function alarm(kind, { sealNumber, values, rows }, parts) {
  return { key: JSON.stringify([kind, ...parts]), alarm: { kind, sealNumber, ...values, rows: rows.map(({ id }) => id) } };
}
