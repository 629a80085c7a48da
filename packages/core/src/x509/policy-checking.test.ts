import { smallAuthority, smallCertificate } from '../../test/validation/small-certificates.ts';
import { OIDS } from '../asn1/index.ts';
import type { Certificate } from './certificate.ts';
import { checkPolicies, type PolicyInputs, type PolicyResult } from './policy-checking.ts';

const ANY = OIDS.anyPolicy;
const [ONE, TWO] = ['1.2.1', '1.2.2'];

/** A leaf under two authorities of an anchor, the lower one first, all with one policy but for what is changed. */
function chain(
  leaf: Partial<Certificate> = {},
  lower: Partial<Certificate> = {},
  upper: Partial<Certificate> = {},
): readonly [Certificate, Certificate, Certificate] {
  return [
    smallCertificate('Leaf', 'Lower', { policies: [ONE], ...leaf }),
    smallAuthority('Lower', 'Upper', { policies: [ONE], ...lower }),
    smallAuthority('Upper', 'Anchor', { policies: [ONE], ...upper }),
  ];
}

/** The lower authority is the upper one with a new key. */
function renewed(leaf: Partial<Certificate>, lower: Partial<Certificate>, upper: Partial<Certificate>): readonly Certificate[] {
  const [first, second, third] = chain(leaf, lower, upper);
  return [{ ...first, issuer: third.subject }, { ...second, subject: third.subject, issuer: third.subject }, third];
}

/** The reasons by place, leaf first, and the policies that hold. */
function told({ reasons, policies }: PolicyResult): string {
  const refused = [0, 1, 2].map((index) => (reasons.get(index) ?? []).join('+') || '-').join(' ');
  return `${refused}: ${policies.join(' ') || 'none'}`;
}
const of = (certificates: readonly Certificate[], inputs?: PolicyInputs): string => told(checkPolicies(certificates, inputs));
const EXPLICIT: PolicyInputs = { explicit: true };
const NONE = { policies: [] };

describe('certificate policies along a path (RFC 5280 §6.1.2 to §6.1.5)', () => {
  it('hold where every certificate names them, or any', () => {
    expect(of(chain())).to.equal(`- - -: ${ONE}`);
    expect(of(chain({ policies: [ONE, TWO] }, { policies: [ANY] }))).to.equal(`- - -: ${ONE}`);
    expect(of(chain({ policies: [ANY] }, { policies: [ANY] }, { policies: [ANY] }))).to.equal(`- - -: ${ANY}`);
    expect(of(chain({ policies: [TWO] }))).to.equal('- - -: none');
    expect(of([])).to.equal(`- - -: ${ANY}`);
  });

  it('are demanded where the caller demands one, at every certificate below which none is left', () => {
    expect(of(chain(), EXPLICIT)).to.equal(`- - -: ${ONE}`);
    expect(of(chain(NONE), EXPLICIT)).to.equal('NO_VALID_POLICY - -: none');
    expect(of(chain({}, NONE), EXPLICIT)).to.equal('NO_VALID_POLICY NO_VALID_POLICY -: none');
    expect(of(chain({}, {}, NONE), EXPLICIT)).to.equal('NO_VALID_POLICY NO_VALID_POLICY NO_VALID_POLICY: none');
    expect(of(chain(NONE, NONE, NONE), { explicit: false })).to.equal('- - -: none');
  });

  it('are those that the caller accepts, each once, and all of them under any', () => {
    const both = chain({ policies: [ONE, TWO] }, { policies: [ONE, TWO] }, { policies: [ONE, TWO] });
    expect(of(both, { acceptable: [TWO] })).to.equal(`- - -: ${TWO}`);
    expect(of(both, { acceptable: [TWO, TWO] })).to.equal(`- - -: ${TWO}`);
    expect(of(both, { acceptable: [ANY] })).to.equal(`- - -: ${ONE} ${TWO}`);
    expect(of(chain(), { acceptable: [TWO] })).to.equal('- - -: none');
    expect(of(chain(), { acceptable: [TWO], ...EXPLICIT })).to.equal('NO_VALID_POLICY - -: none');
    const any = { policies: [ANY] };
    expect(of(chain(any, any, any), { acceptable: [TWO] })).to.equal(`- - -: ${TWO}`);
    expect(of(chain(NONE), { acceptable: [ANY] })).to.equal('- - -: none');
  });

  it('are demanded so many certificates below an authority as that says (§6.1.4 (h), (i))', () => {
    const demanding = (requireExplicitPolicy: number): Partial<Certificate> => ({ policyConstraints: { requireExplicitPolicy } });
    const among = (count: number): string => of(chain(NONE, NONE, demanding(count)));
    expect(among(0)).to.equal('NO_VALID_POLICY NO_VALID_POLICY -: none');
    expect(among(1)).to.equal('NO_VALID_POLICY - -: none');
    expect(among(2)).to.equal('NO_VALID_POLICY - -: none');
    expect(among(3)).to.equal('- - -: none');
    // What is demanded above is not taken back below.
    expect(of(chain(NONE, { ...NONE, ...demanding(9) }, demanding(1)))).to.equal('NO_VALID_POLICY - -: none');
    expect(of(chain({ ...NONE, ...demanding(0) }))).to.equal('NO_VALID_POLICY - -: none');
    expect(of(chain({ ...NONE, ...demanding(1) }))).to.equal('- - -: none');
    expect(of(chain({ ...NONE, policyConstraints: {} }))).to.equal('- - -: none');
    // A self-issued authority does not count.
    expect(of(renewed(NONE, NONE, demanding(2)))).to.equal('- - -: none');
    expect(of(renewed(NONE, NONE, demanding(1)))).to.equal('NO_VALID_POLICY - -: none');
  });

  it('are not stood for by any so many certificates below an authority as that says (§6.1.4 (j), §6.1.3 (d) (2))', () => {
    const any = { policies: [ANY] };
    expect(of(chain(any, any), { inhibitAny: true })).to.equal('- - -: none');
    expect(of(chain({}, any), { inhibitAny: false })).to.equal(`- - -: ${ONE}`);
    expect(of(chain({}, any, { inhibitAnyPolicy: 0 }))).to.equal('- - -: none');
    expect(of(chain({}, any, { inhibitAnyPolicy: 1 }))).to.equal(`- - -: ${ONE}`);
    expect(of(chain(any, {}, { inhibitAnyPolicy: 1 }))).to.equal('- - -: none');
    expect(of(chain(any, {}, { inhibitAnyPolicy: 2 }))).to.equal(`- - -: ${ONE}`);
    expect(of(chain(any, { inhibitAnyPolicy: 9 }, { inhibitAnyPolicy: 1 }))).to.equal('- - -: none');
    // A self-issued authority may, and does not count; a self-issued leaf may not.
    expect(of(renewed({}, any, { inhibitAnyPolicy: 0 }))).to.equal(`- - -: ${ONE}`);
    expect(of(renewed(any, {}, { inhibitAnyPolicy: 1 }))).to.equal(`- - -: ${ONE}`);
    const [leaf, ...above] = renewed(any, {}, { inhibitAnyPolicy: 0 });
    expect(of([{ ...leaf!, subject: leaf!.issuer }, ...above])).to.equal('- - -: none');
  });

  it('are mapped so many certificates below an authority as that lets them be (§6.1.4 (b), (i))', () => {
    const mapping = { policyMappings: [{ issuerDomainPolicy: ONE, subjectDomainPolicy: TWO }] };
    const inhibiting = (inhibitPolicyMapping: number): Partial<Certificate> => ({ policyConstraints: { inhibitPolicyMapping } });
    const second = { policies: [TWO] };
    expect(of(chain(second, mapping))).to.equal(`- - -: ${ONE}`);
    expect(of(chain(second, mapping), { inhibitMapping: true })).to.equal('- - -: none');
    expect(of(chain(second, mapping), { inhibitMapping: false })).to.equal(`- - -: ${ONE}`);
    expect(of(chain(second, mapping, inhibiting(0)))).to.equal('- - -: none');
    expect(of(chain(second, mapping, inhibiting(1)))).to.equal(`- - -: ${ONE}`);
    const lowest = (count: number): string => {
      const [leaf, lower, upper] = chain(second, mapping);
      const middle = smallAuthority('Upper', 'Top', { policies: [ONE] });
      return of([leaf, lower, middle, { ...upper, ...inhibiting(count), subject: middle.issuer }]);
    };
    expect([lowest(1), lowest(2)]).to.deep.equal(['- - -: none', `- - -: ${ONE}`]);
    // Without mappings nothing is taken away.
    expect(of(chain({}, {}, inhibiting(0)))).to.equal(`- - -: ${ONE}`);
    expect(of(renewed(second, mapping, inhibiting(1)))).to.equal(`- - -: ${ONE}`);
  });

  it('are not mapped from any, nor to it, by an authority (§6.1.4 (a))', () => {
    const mapped = (issuerDomainPolicy: string, subjectDomainPolicy: string): Partial<Certificate> => ({
      policyMappings: [
        { issuerDomainPolicy: ONE, subjectDomainPolicy: ONE },
        { issuerDomainPolicy, subjectDomainPolicy },
      ],
    });
    expect(of(chain({}, mapped(ANY, TWO)))).to.match(/^- POLICY_MAPPING_OF_ANY_POLICY -/);
    expect(of(chain({}, mapped(TWO, ANY)))).to.match(/^- POLICY_MAPPING_OF_ANY_POLICY -/);
    expect(of(chain({}, { ...NONE, ...mapped(ANY, ANY) }), EXPLICIT)).to.match(
      /^NO_VALID_POLICY NO_VALID_POLICY\+POLICY_MAPPING_OF_ANY_POLICY -/,
    );
    expect(of(chain(mapped(ANY, TWO)))).to.equal(`- - -: ${ONE}`);
  });
});
