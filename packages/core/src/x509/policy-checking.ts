import { OIDS } from '../asn1/index.ts';
import type { Certificate } from './certificate.ts';
import { equalNames } from './name.ts';
import { extendPolicyGraph, initialPolicyGraph, mapPolicies, type PolicyGraph, validPolicies } from './policy-graph.ts';

/** The caller's wishes about certificate policies. @see RFC 5280 §6.1.1 (c), (e) to (g) */
export interface PolicyInputs {
  /** Policies that are acceptable to the caller; every one when absent. */
  readonly acceptable?: readonly string[];
  /** A path must stand under an acceptable policy. */
  readonly explicit?: boolean;
  /** Mappings do not count. */
  readonly inhibitMapping?: boolean;
  /** anyPolicy does not stand for other policies. */
  readonly inhibitAny?: boolean;
}

export type PolicyReason =
  /** A policy is demanded, by the caller or by a certificate, and none holds along the path. */
  | 'NO_VALID_POLICY'
  /** anyPolicy is mapped, or mapped to. */
  | 'POLICY_MAPPING_OF_ANY_POLICY';

export interface PolicyResult {
  /** Reasons by the certificate's place in the path. */
  readonly reasons: ReadonlyMap<number, readonly PolicyReason[]>;
  /** The acceptable policies under which the leaf stands; anyPolicy where it stands under every one. Empty: none. */
  readonly policies: readonly string[];
}

interface Counters {
  readonly explicit: number;
  readonly mapping: number;
  readonly any: number;
}

interface PolicyState extends Counters {
  readonly graph: PolicyGraph | undefined;
}

/**
 * Processes the policies of a path, given leaf first without its anchor.
 *
 * @see RFC 5280 §6.1.2 to §6.1.5 as RFC 9618 updates them
 */
export function checkPolicies(certificates: readonly Certificate[], inputs: PolicyInputs = {}): PolicyResult {
  const unlimited = certificates.length + 1;
  const reasons = new Map<number, PolicyReason[]>();
  const refuse = (index: number, reason: PolicyReason): void => void reasons.set(index, [...(reasons.get(index) ?? []), reason]);
  let state: PolicyState = {
    graph: initialPolicyGraph(),
    explicit: inputs.explicit === true ? 0 : unlimited,
    mapping: inputs.inhibitMapping === true ? 0 : unlimited,
    any: inputs.inhibitAny === true ? 0 : unlimited,
  };
  for (let index = certificates.length - 1; index >= 0; index -= 1) {
    const certificate = certificates[index];
    if (certificate === undefined) continue;
    const isLeaf = index === 0;
    state = { ...state, graph: enter(state, certificate, isLeaf) };
    if (state.graph === undefined && state.explicit === 0) refuse(index, 'NO_VALID_POLICY');
    if (isLeaf) continue;
    if (mapsAny(certificate)) refuse(index, 'POLICY_MAPPING_OF_ANY_POLICY');
    state = leave(state, certificate);
  }
  const policies = acceptableOf(state.graph, inputs.acceptable);
  if (policies.length === 0 && lastExplicit(state, certificates[0]) === 0 && !isRefused(reasons.get(0))) refuse(0, 'NO_VALID_POLICY');
  return { reasons, policies };
}

/** §6.1.3 (d), (e). */
function enter({ graph, any }: PolicyState, certificate: Certificate, isLeaf: boolean): PolicyGraph | undefined {
  if (graph === undefined) return undefined;
  return extendPolicyGraph(graph, certificate.policies, any > 0 || (!isLeaf && isSelfIssued(certificate)));
}

/** §6.1.4 (a). */
function mapsAny({ policyMappings }: Certificate): boolean {
  return policyMappings.some((mapping) => mapping.issuerDomainPolicy === OIDS.anyPolicy || mapping.subjectDomainPolicy === OIDS.anyPolicy);
}

/** §6.1.4 (b), (h) to (j). */
function leave(state: PolicyState, certificate: Certificate): PolicyState {
  const { policyMappings, policyConstraints, inhibitAnyPolicy } = certificate;
  const graph =
    state.graph === undefined || policyMappings.length === 0 ? state.graph : mapPolicies(state.graph, policyMappings, state.mapping > 0);
  const step = isSelfIssued(certificate) ? 0 : 1;
  return {
    graph,
    explicit: Math.min(Math.max(0, state.explicit - step), policyConstraints?.requireExplicitPolicy ?? Infinity),
    mapping: Math.min(Math.max(0, state.mapping - step), policyConstraints?.inhibitPolicyMapping ?? Infinity),
    any: Math.min(Math.max(0, state.any - step), inhibitAnyPolicy ?? Infinity),
  };
}

/** §6.1.5 (a), (b). */
function lastExplicit({ explicit }: PolicyState, leaf: Certificate | undefined): number {
  return leaf?.policyConstraints?.requireExplicitPolicy === 0 ? 0 : Math.max(0, explicit - 1);
}

/** §6.1.5 (g), user_constrained_policy_set. */
function acceptableOf(graph: PolicyGraph | undefined, acceptable: readonly string[] | undefined): readonly string[] {
  const valid = graph === undefined ? new Set<string>() : validPolicies(graph);
  if (acceptable === undefined || acceptable.includes(OIDS.anyPolicy)) return [...valid];
  return [...new Set(acceptable)].filter((policy) => valid.has(policy) || valid.has(OIDS.anyPolicy));
}

function isRefused(reasons: readonly PolicyReason[] | undefined): boolean {
  return reasons?.includes('NO_VALID_POLICY') === true;
}

function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return equalNames(subject, issuer);
}
