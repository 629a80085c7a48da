/** Signature activation data: opens one credential, for these hashes, once. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

const LIFETIME_S = 300;
const MAX_WRONG_PINS = 3;

export const refused = (error, description, status = 400) => Object.assign(new Error(description), { error, status });

export function equalSecrets(given, expected) {
  const [left, right] = [Buffer.from(String(given)), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Says no with the word of the interface; a PIN that was wrong three times is not tried again. */
export function assertFactors(credential, given) {
  for (const [id, expected] of Object.entries(credential.factors)) {
    if (credential.wrong >= MAX_WRONG_PINS) throw refused('invalid_pin', 'The PIN is locked');
    if (given[id] !== undefined && equalSecrets(given[id], expected)) continue;
    credential.wrong += 1;
    throw refused(id === 'OTP' ? 'invalid_otp' : 'invalid_pin', `The ${id} is invalid`);
  }
  credential.wrong = 0;
}

export function createActivations(now) {
  const open = new Map();
  return {
    /** `hashes`: base64 texts. */
    give(credentialId, hashes) {
      const sad = randomBytes(32).toString('base64url');
      open.set(sad, { credentialId, hashes: [...hashes], until: now() + LIFETIME_S * 1000 });
      return { sad, expiresIn: LIFETIME_S };
    },
    /** Takes the data out: a second use is refused. What does not fit stays usable for what does. */
    use(sad, credentialId, hashes) {
      const activation = open.get(sad);
      if (activation === undefined) throw refused('invalid_request', 'Invalid parameter SAD');
      if (activation.until <= now()) throw refused('invalid_request', 'The SAD has expired');
      const same = activation.hashes.length === hashes.length && hashes.every((hash, index) => hash === activation.hashes[index]);
      if (activation.credentialId !== credentialId || !same) throw refused('invalid_request', 'Hash is not authorized by the SAD');
      open.delete(sad);
    },
  };
}
