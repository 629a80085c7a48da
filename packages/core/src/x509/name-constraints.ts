import { derContent, encodeOid, OIDS, parseDer } from '../asn1/index.ts';
import { equalBytes } from '../bytes/index.ts';
import type { Certificate } from './certificate.ts';
import type { GeneralName } from './general-name.ts';
import { nameForm, type NamePosition, subtreeMatcher } from './name-form.ts';
import type { NameConstraints, NameSubtree } from './name-subtree.ts';

export type NameConstraintReason =
  | 'NAME_NOT_PERMITTED'
  | 'NAME_EXCLUDED'
  /** A constrained name of a form that is not processed, or a name or constraint that is not what its form demands. */
  | 'NAME_CONSTRAINT_UNSUPPORTED'
  | 'NAME_CONSTRAINTS_TOO_MANY';

/** Comparisons of names with subtrees for one certificate: more are made to exhaust whoever checks. */
export const MAX_NAME_COMPARISONS = 250_000;

/**
 * How the names of a certificate stand to the constraints of all certificates above it. Each certificate's constraints hold
 * by themselves, which is the intersection that the standard keeps. That self-issued certificates are not asked is the
 * caller's to know.
 *
 * @see RFC 5280 §4.2.1.10, §6.1.3 (b), (c), §6.1.4 (g)
 */
export function nameConstraintReasons(certificate: Certificate, above: readonly NameConstraints[]): readonly NameConstraintReason[] {
  if (above.length === 0) return [];
  const names = constrainedNames(certificate);
  const layers = above.map(({ permitted, excluded }) => ({ permitted: byForm(permitted), excluded: byForm(excluded) }));
  const comparisons = layers
    .flatMap(({ permitted, excluded }) => [permitted, excluded])
    .reduce((sum, forms) => sum + names.reduce((each, { form }) => each + (forms.get(form)?.length ?? 0), 0), 0);
  if (comparisons > MAX_NAME_COMPARISONS) return ['NAME_CONSTRAINTS_TOO_MANY'];
  const reasons = new Set<NameConstraintReason>();
  for (const { form, name } of names)
    for (const { permitted, excluded } of layers) {
      const inside = (permitted.get(form) ?? []).map((match) => match(name));
      const outside = (excluded.get(form) ?? []).map((match) => match(name));
      if ([...inside, ...outside].includes('unsupported')) reasons.add('NAME_CONSTRAINT_UNSUPPORTED');
      else if (outside.some((position) => position !== 'outside')) reasons.add('NAME_EXCLUDED');
      else if (inside.length > 0 && !inside.includes('within')) reasons.add('NAME_NOT_PERMITTED');
    }
  return [...reasons];
}

interface ConstrainedName {
  readonly form: string;
  readonly name: GeneralName;
}

/**
 * The subject, the subject's alternative names, and every emailAddress in the subject: the standard asks for the last only
 * where there are no alternative names, but people are shown it in any case.
 */
function constrainedNames({ subject, subjectAltNames }: Certificate): readonly ConstrainedName[] {
  const isEmpty = subject.relativeNames.length === 0;
  const names: readonly GeneralName[] = isEmpty ? [] : [{ kind: 'directoryName', raw: subject.raw, name: subject }];
  const addresses = subject.relativeNames.flat().filter(({ type }) => type === OIDS.emailAddress);
  return [
    ...[...names, ...subjectAltNames].map((name) => ({ form: isInternationalMailbox(name) ? 'rfc822Name' : nameForm(name), name })),
    ...addresses.map(({ text, value }) => ({
      form: 'rfc822Name',
      name: { kind: 'rfc822Name', raw: value, mailbox: text ?? '' } as const,
    })),
  ];
}

const SMTP_UTF8_MAILBOX = encodeOid(OIDS.smtpUtf8Mailbox);

/** SmtpUTF8Mailbox comes under the constraints of rfc822Name (RFC 9598 §6), which are not processed for it. */
function isInternationalMailbox(name: GeneralName): boolean {
  if (name.kind !== 'other' || name.tagNumber !== 0) return false;
  return equalBytes(derContent(parseDer(name.raw)).subarray(0, SMTP_UTF8_MAILBOX.length), SMTP_UTF8_MAILBOX);
}

type Matcher = (name: GeneralName) => NamePosition;

function byForm(subtrees: readonly NameSubtree[]): ReadonlyMap<string, readonly Matcher[]> {
  const forms = new Map<string, Matcher[]>();
  for (const { base, isWhole } of subtrees) {
    const matchers = forms.get(nameForm(base)) ?? [];
    matchers.push(isWhole ? subtreeMatcher(base) : () => 'unsupported');
    forms.set(nameForm(base), matchers);
  }
  return forms;
}
