import type { ValidationPolicy } from './report/report.ts';
import { ValidationError } from './validation-error.ts';

const REVOCATION = ['require', 'if-present', 'ignore'] as const;
const PERMITTED_CHANGES = ['none', 'validation-material', 'form-filling', 'annotations'] as const;
const TIMESTAMP_STATUS = ['validation-time', 'stated-time'] as const;
const REQUIRED = ['name', 'revocation', 'permittedChanges', 'longTerm'];
const OPTIONAL = ['revocationFreshness', 'timestampStatus'];
const NAME_LENGTH = 100;

/**
 * A policy from a value that JSON gave. Its JSON Schema is `docs/validation-policy.schema.json`; what one accepts, the other does.
 *
 * @throws {@link ValidationError} `VALIDATION_POLICY_MALFORMED`, with the member as fact
 */
export function parseValidationPolicy(value: unknown): ValidationPolicy {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('', 'an object');
  const members = new Map(Object.entries(value));
  for (const member of REQUIRED) if (!members.has(member)) throw malformed(member, 'a value');
  for (const member of members.keys()) if (![...REQUIRED, ...OPTIONAL].includes(member)) throw malformed(member, 'no such member');
  const name = members.get('name');
  if (typeof name !== 'string' || name === '' || Array.from(name).length > NAME_LENGTH)
    throw malformed('name', `text of 1 to ${NAME_LENGTH} characters`);
  const longTerm = members.get('longTerm');
  if (typeof longTerm !== 'boolean') throw malformed('longTerm', 'true or false');
  return {
    name,
    revocation: oneOf('revocation', members.get('revocation'), REVOCATION),
    permittedChanges: oneOf('permittedChanges', members.get('permittedChanges'), PERMITTED_CHANGES),
    longTerm,
    ...(members.has('revocationFreshness') ? { revocationFreshness: seconds(members.get('revocationFreshness')) } : {}),
    ...(members.has('timestampStatus')
      ? { timestampStatus: oneOf('timestampStatus', members.get('timestampStatus'), TIMESTAMP_STATUS) }
      : {}),
  };
}

function oneOf<Word extends string>(member: string, value: unknown, words: readonly Word[]): Word {
  const word = words.find((each) => each === value);
  if (word === undefined) throw malformed(member, words.join(', '));
  return word;
}

function seconds(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw malformed('revocationFreshness', 'whole seconds, none below 0');
  return value;
}

function malformed(member: string, expected: string): ValidationError {
  const message = member === '' ? `a policy: expected ${expected}` : `${member} of a policy: expected ${expected}`;
  return new ValidationError('VALIDATION_POLICY_MALFORMED', message, { facts: { member } });
}
