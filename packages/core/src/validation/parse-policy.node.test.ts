import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { assert, constant, constantFrom, jsonValue, nat, oneof, property, record, string } from 'fast-check';
import { parseValidationPolicy } from './parse-policy.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import { ValidationError } from './validation-error.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('../../../../docs/validation-policy.schema.json', import.meta.url), 'utf8'));
const matches = new Ajv2020({ strict: true }).compile(schema as object);

function parses(value: unknown): boolean {
  try {
    expect(parseValidationPolicy(value)).to.deep.equal(value);
    return true;
  } catch (error) {
    if (error instanceof ValidationError) return false;
    throw error;
  }
}

/** Members that are mostly right, so that both answers come up. */
const some = record(
  {
    name: oneof(
      { weight: 6, arbitrary: string({ minLength: 1, unit: 'grapheme' }) },
      { weight: 1, arbitrary: constantFrom('', 'n'.repeat(101), 7) },
    ),
    revocation: constantFrom('require', 'if-present', 'ignore', 'require', 'if-present', 'ignore', 'Require', null),
    permittedChanges: constantFrom('none', 'validation-material', 'form-filling', 'annotations', 'forbidden'),
    longTerm: constantFrom(true, false, true, false, 'true'),
    revocationFreshness: oneof(nat(), constantFrom(0, 1.5, -1, '60', 1e21)),
    timestampStatus: constantFrom('validation-time', 'stated-time', 'now'),
    extra: constant(1),
  },
  { requiredKeys: ['name', 'revocation', 'permittedChanges', 'longTerm'] },
);

describe('a validation policy as data', () => {
  it('is what the published schema says, for values near and far', () => {
    const seen = { accepted: 0, refused: 0 };
    assert(
      property(oneof({ weight: 9, arbitrary: some }, { weight: 1, arbitrary: jsonValue() }), (value) => {
        const accepted = parses(value);
        seen[accepted ? 'accepted' : 'refused'] += 1;
        expect(accepted, JSON.stringify(value)).to.equal(matches(value));
      }),
      { numRuns: 5000 },
    );
    expect(seen.accepted).to.be.greaterThan(50);
    expect(seen.refused).to.be.greaterThan(500);
  });

  it('takes the built-in ones as they are', () => {
    for (const policy of Object.values(VALIDATION_POLICIES)) expect([parses(policy), matches(policy)]).to.deep.equal([true, true]);
  });

  it('names the member that is wrong', () => {
    const { strict } = VALIDATION_POLICIES;
    for (const [wrong, member] of [
      [{ ...strict, revocation: 'maybe' }, 'revocation'],
      [{ ...strict, extra: 1 }, 'extra'],
      [{ name: 'mine' }, 'revocation'],
      [[], ''],
    ] as const) {
      expect(() => parseValidationPolicy(wrong))
        .to.throw(ValidationError)
        .with.property('facts')
        .that.deep.equals({ member });
    }
  });
});
