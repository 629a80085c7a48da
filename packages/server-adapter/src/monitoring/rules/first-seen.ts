import { findingOfUses, type Finding, isUsed, type Rule, type UseFact } from '../seal-facts.ts';

/** A program that uses a seal which was used often without it. Uses that name no program are no history and no news. */
export const newClient: Rule = ({ uses }, { historyUses }) =>
  newcomers(
    uses,
    historyUses,
    ({ client }) => client,
    (client, usesBefore) => ({
      kind: 'new-client',
      severity: 'warning',
      values: { client, usesBefore },
    }),
  );

/** A kind of document that a seal was not used on, though it was used often. */
export const unusualDocumentClass: Rule = ({ uses }, { historyUses }) =>
  newcomers(
    uses,
    historyUses,
    ({ documentClass }) => documentClass,
    (documentClass, usesBefore) => ({
      kind: 'unusual-document-class',
      severity: 'notice',
      values: { documentClass, usesBefore },
    }),
  );

function newcomers(
  uses: readonly UseFact[],
  historyUses: number,
  valueOf: (use: UseFact) => string | null,
  describe: (value: string, usesBefore: number) => Pick<Finding, 'kind' | 'severity' | 'values'>,
): readonly Finding[] {
  const told = uses.filter((use) => isUsed(use) && valueOf(use) !== null);
  const firstAt = new Map<string, number>();
  told.forEach((use, at) => {
    const value = valueOf(use);
    if (value !== null && !firstAt.has(value)) firstAt.set(value, at);
  });
  return [...firstAt]
    .filter(([, at]) => at >= historyUses)
    .flatMap(([value, at]) =>
      findingOfUses(
        told.filter((use) => valueOf(use) === value),
        describe(value, at),
      ),
    );
}
