import { OIDS } from '../asn1/index.ts';
import type { PolicyMapping } from './policy-extensions.ts';

/**
 * The policies that hold along a path, one level for each certificate below the anchor. RFC 5280 keeps a tree, which grows
 * with the product of its mappings; this is the graph of RFC 9618, which holds each policy once in a level and grows with
 * their sum. Nodes without descendants are not cut off on the way: only `validPolicies` tells them apart.
 */
export interface PolicyGraph {
  readonly levels: readonly PolicyLevel[];
}

type PolicyLevel = ReadonlyMap<string, PolicyNode>;

interface PolicyNode {
  readonly policy: string;
  /** What satisfies it in the next certificate. */
  readonly expected: readonly string[];
  /** Policies of the level above. */
  readonly parents: readonly string[];
}

const ANY = OIDS.anyPolicy;

/** Any policy, before the first certificate. @see RFC 9618 §5, RFC 5280 §6.1.2 (a) */
export function initialPolicyGraph(): PolicyGraph {
  return { levels: [new Map([[ANY, { policy: ANY, expected: [ANY], parents: [] }]])] };
}

/**
 * The graph after a certificate with these policies; undefined where no policy holds any more.
 *
 * @see RFC 9618 §5, RFC 5280 §6.1.3 (d), (e)
 */
export function extendPolicyGraph(graph: PolicyGraph, policies: readonly string[], takesAny: boolean): PolicyGraph | undefined {
  const above = lastLevel(graph);
  const expecting = parentsByExpected(above);
  const level = new Map<string, PolicyNode>();
  for (const policy of policies) {
    const parents = expecting.get(policy) ?? (above.has(ANY) ? [ANY] : []);
    if (policy !== ANY && parents.length > 0) level.set(policy, { policy, expected: [policy], parents });
  }
  if (takesAny && policies.includes(ANY))
    for (const [policy, parents] of expecting) if (!level.has(policy)) level.set(policy, { policy, expected: [policy], parents });
  return level.size === 0 ? undefined : { levels: [...graph.levels, level] };
}

/**
 * The graph after the mappings of a certificate: what the next certificate is expected to say, or, where mapping is
 * inhibited, without the policies that would be mapped.
 *
 * @see RFC 9618 §5, RFC 5280 §6.1.4 (b)
 */
export function mapPolicies(graph: PolicyGraph, mappings: readonly PolicyMapping[], isAllowed: boolean): PolicyGraph | undefined {
  const level = new Map(lastLevel(graph));
  const any = level.get(ANY);
  for (const [policy, expected] of bySource(mappings)) {
    const node = level.get(policy);
    if (!isAllowed) level.delete(policy);
    else if (node !== undefined) level.set(policy, { ...node, expected });
    else if (any !== undefined) level.set(policy, { policy, expected, parents: any.parents });
  }
  return level.size === 0 ? undefined : { levels: [...graph.levels.slice(0, -1), level] };
}

/**
 * The policies, in the words of the anchor's domain, under which the last certificate stands; anyPolicy where it stands
 * under every one.
 *
 * @see RFC 9618 §5, RFC 5280 §6.1.5 (g), authority_constrained_policy_set
 */
export function validPolicies({ levels }: PolicyGraph): ReadonlySet<string> {
  const valid = new Set<string>();
  let living: ReadonlySet<string> = new Set(levels.at(-1)?.keys());
  if (living.has(ANY)) valid.add(ANY);
  for (const level of levels.slice(1).toReversed()) {
    const above = new Set<string>();
    for (const policy of living) {
      const parents = level.get(policy)?.parents ?? [];
      if (policy !== ANY && parents.includes(ANY)) valid.add(policy);
      for (const parent of parents) above.add(parent);
    }
    living = above;
  }
  return valid;
}

function lastLevel({ levels }: PolicyGraph): PolicyLevel {
  const level = levels.at(-1);
  if (level === undefined) throw new RangeError('graph: expected at least the level of the anchor');
  return level;
}

function parentsByExpected(level: PolicyLevel): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const { policy, expected } of level.values())
    for (const each of expected) {
      const known = parents.get(each);
      if (known === undefined) parents.set(each, [policy]);
      else known.push(policy);
    }
  return parents;
}

function bySource(mappings: readonly PolicyMapping[]): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, Set<string>>();
  for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
    const known = sources.get(issuerDomainPolicy);
    if (known === undefined) sources.set(issuerDomainPolicy, new Set([subjectDomainPolicy]));
    else known.add(subjectDomainPolicy);
  }
  return new Map(Array.from(sources, ([policy, expected]) => [policy, [...expected]]));
}
