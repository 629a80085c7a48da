/** What each role of the demo may do: the host's `authorize`. Seals, grants, persons and logs of another company stay out of sight. */
import { COMPANIES, PEOPLE, TENANT, personIdAt } from './cast.mjs';
import { LIFETIME_SECONDS } from './sign-in.mjs';

/** Who decides over documents; of their own and of what they asked for, somebody else does. */
const REVIEWERS = ['administrator', 'approver'];

/** Actions of whoever is not an auditor, by role; everybody reads. */
const ACTS = {
  'envelope.create': ['user', 'administrator', 'approver', 'maker'],
  'permit.request': ['user', 'administrator', 'approver', 'maker'],
  'use.start': ['user', 'administrator', 'approver', 'maker'],
  'use.confirm': ['user', 'administrator', 'approver', 'maker'],
  'seal.request': ['user', 'administrator'],
  'seal.revise': ['user', 'administrator', 'maker'],
  'seal.produce': ['maker'],
  'seal.version': ['administrator'],
  'seal.record': ['administrator'],
  'seal.policy': ['administrator'],
  'seal.stop': ['administrator', 'approver'],
  'grant.give': ['administrator'],
  'grant.change': ['administrator'],
  'identity.verify': ['user', 'administrator', 'approver', 'maker'],
  'identity.certify': ['user', 'administrator', 'approver', 'maker'],
  'identity.decide': REVIEWERS,
  'approval.decide': ['approver'],
  'approval.read': ['administrator', 'approver', 'auditor'],
};

/** Whose step in the life of a seal it is. Abolishing takes two persons (`sealPolicy`), of whom the approver may be one. */
const STEPS = { requester: ['user', 'administrator'], approver: ['approver'], maker: ['maker'], administrator: ['administrator'] };

/** Who sets up what they confirm with has signed in so short a time ago. */
const FRESH_MS = 15 * 60_000;

export function createAuthorize(clock) {
  return (principal, action, resource) => {
    if (action !== 'intent.enrol') return authorize(principal, action, resource);
    const signedIn = principal.sessionExpiresAt.getTime() - LIFETIME_SECONDS * 1000;
    return resource.id === principal.personId && clock.now().getTime() - signedIn < FRESH_MS && authorize(principal, action, resource);
  };
}

function authorize(principal, action, resource) {
  const [role, companyId] = roleOf(principal);
  if (role === undefined || !isOf(resource, companyId)) return false;
  // Whoever neither opened an envelope nor is a party to it has no business there.
  if (resource.type === 'envelope' && resource.role === 'administrator') return false;
  // Persons prove for themselves who they are, and whoever decides sees what they wrote.
  if (action.startsWith('identity.') && resource.type === 'person' && resource.id !== principal.personId)
    return ['identity.read', 'identity.decide'].includes(action) && REVIEWERS.includes(role);
  if (action === 'seal.transition') {
    if (resource.to === 'abolished' && resource.role !== 'requester') return role === 'administrator' || role === 'approver';
    return STEPS[resource.role]?.includes(role) === true;
  }
  return ACTS[action] === undefined || ACTS[action].includes(role);
}

/** Whether somebody decides over documents, and so may see them. */
export const isReviewer = (principal) => REVIEWERS.includes(roleOf(principal)[0]);

function isOf(resource, companyId) {
  if (resource.type === 'seal') return resource.organisationId === companyId;
  if (resource.type === 'organisation') return resource.id === companyId;
  if (resource.type === 'person') return PEOPLE.some((person) => personIdAt(person, { id: companyId }) === resource.id);
  return true;
}

function roleOf({ tenant, personId }) {
  for (const company of COMPANIES)
    for (const person of PEOPLE) if (tenant === TENANT && personIdAt(person, company) === personId) return [person.role, company.id];
  return [];
}
