import { OIDS } from '../asn1/index.ts';
import { extendPolicyGraph, initialPolicyGraph, mapPolicies, type PolicyGraph, validPolicies } from './policy-graph.ts';

const ANY = OIDS.anyPolicy;
const extend = (graph: PolicyGraph | undefined, policies: readonly string[], takesAny = true): PolicyGraph | undefined =>
  graph === undefined ? undefined : extendPolicyGraph(graph, policies, takesAny);
const along = (...levels: readonly (readonly string[])[]): PolicyGraph | undefined =>
  levels.reduce<PolicyGraph | undefined>((graph, level) => extend(graph, level), initialPolicyGraph());
const valid = (graph: PolicyGraph | undefined): readonly string[] => (graph === undefined ? [] : [...validPolicies(graph)].sort());
const mapping = (issuerDomainPolicy: string, subjectDomainPolicy: string): { issuerDomainPolicy: string; subjectDomainPolicy: string } => ({
  issuerDomainPolicy,
  subjectDomainPolicy,
});

describe('the graph of certificate policies (RFC 9618)', () => {
  it('keeps the policies that every certificate states', () => {
    expect(valid(along(['1.1', '1.2'], ['1.2', '1.3']))).to.deep.equal(['1.2']);
    expect(along(['1.1'], ['1.2'])).to.equal(undefined);
    expect(along(['1.1'], [])).to.equal(undefined);
  });

  it('lets anyPolicy stand for all, as long as it is not inhibited', () => {
    expect(valid(along([ANY], ['1.1']))).to.deep.equal(['1.1']);
    expect(valid(along([ANY], [ANY]))).to.deep.equal([ANY]);
    expect(valid(along(['1.1'], [ANY]))).to.deep.equal(['1.1']);
    expect(extend(along(['1.1']), [ANY], false)).to.equal(undefined);
  });

  it('maps policies, and names the ones of the first domain', () => {
    const mapped = mapPolicies(along(['1.1'])!, [mapping('1.1', '2.1')], true)!;
    expect(valid(extend(mapped, ['2.1']))).to.deep.equal(['1.1']);
    expect(extend(mapped, ['1.1'])).to.equal(undefined);
    const ofAny = mapPolicies(along([ANY])!, [mapping('1.1', '2.1')], true)!;
    expect(valid(extend(ofAny, ['2.1']))).to.deep.equal(['1.1']);
  });

  it('drops what would be mapped where mapping is inhibited', () => {
    expect(valid(mapPolicies(along(['1.1', '1.2'])!, [mapping('1.1', '2.1')], false))).to.deep.equal(['1.2']);
    expect(mapPolicies(along(['1.1'])!, [mapping('1.1', '2.1')], false)).to.equal(undefined);
  });

  it('does not grow with the product of its mappings', () => {
    const policies = Array.from({ length: 40 }, (_, index) => `1.${index}`);
    const all = policies.flatMap((from) => policies.map((to) => mapping(from, to)));
    const start = performance.now();
    let graph = initialPolicyGraph();
    // As a tree these ten levels would be 40 to the tenth power of nodes.
    for (let level = 0; level < 10; level += 1) graph = mapPolicies(extendPolicyGraph(graph, policies, true)!, all, true)!;
    expect(valid(graph).length).to.equal(40);
    expect(performance.now() - start).to.be.below(1000);
  });
});
