import type { Finding, Rule, VersionFact } from '../seal-facts.ts';

/** A face that is or may come into use and looks like that of another seal, whether or not somebody accepted that. */
export const likeFaces: Rule = ({ versions, now }) =>
  versions
    .filter(({ state, like }) => (state === 'prepared' || state === 'current') && like.length > 0)
    .map((version) => find(version, now));

function find({ version, state, like, isAccepted, made }: VersionFact, now: Date): Finding {
  const nearest = like.reduce((best, face) => (face.likeness > best.likeness ? face : best));
  return {
    kind: 'like-faces',
    severity: isAccepted ? 'notice' : 'warning',
    since: made?.at ?? now,
    values: {
      version,
      state,
      accepted: isAccepted,
      count: like.length,
      nearestSeal: nearest.sealNumber,
      nearestVersion: nearest.version,
      likeness: nearest.likeness,
    },
    rows: made === null ? [] : [{ type: 'event', id: made.eventId }],
  };
}
