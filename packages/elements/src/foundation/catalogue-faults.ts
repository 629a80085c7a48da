import { parseMessage, type MessagePart } from './message-format.ts';
import { LOCALES, type Catalogue } from './messages.ts';

/**
 * What is wrong with a catalogue, one line per fault: an id or a value that one locale has and another lacks, an empty
 * message, a message that cannot be read. For the tests of each element.
 */
export function catalogueFaults<Id extends string>(catalogue: Catalogue<Id>): readonly string[] {
  const faults: string[] = [];
  const ids = new Set(LOCALES.flatMap((locale) => Object.keys(catalogue.messages[locale]) as Id[]));
  for (const id of ids) {
    const values = new Map<string, string>();
    for (const locale of LOCALES) {
      const source: string | undefined = catalogue.messages[locale][id];
      if (source === undefined || source === '') faults.push(`${catalogue.name}.${id}: nothing in ${locale}`);
      else values.set(locale, valueNames(parseMessage(source)).join(' '));
    }
    if (new Set(values.values()).size > 1) faults.push(`${catalogue.name}.${id}: other values per locale`);
  }
  return faults;
}

function valueNames(parts: readonly MessagePart[]): readonly string[] {
  const names = new Set<string>();
  const visit = (list: readonly MessagePart[]): void => {
    for (const part of list) {
      if (part.kind === 'text') continue;
      names.add(part.name);
      if (part.kind === 'plural' || part.kind === 'select') for (const branch of part.branches.values()) visit(branch);
    }
  };
  visit(parts);
  return [...names].sort();
}
