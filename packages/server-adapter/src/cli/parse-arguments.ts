import { CliError, EXIT, usageError } from './cli-error.ts';

/** How an option is written: a flag, one value, or one value each time it stands. */
export type OptionForm = 'flag' | 'value' | 'values';

export interface OptionRules {
  readonly [name: string]: OptionForm | 'not-available' | 'not-available-flag';
}

export interface ParsedArguments {
  readonly files: readonly string[];
  has(flag: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/**
 * Reads a command line: `--name value`, `--name=value`, `-o value`; everything after `--` is a file, and so is `-`.
 *
 * @throws {@link CliError} with exit code 64.
 */
export function parseArguments(words: readonly string[], rules: OptionRules): ParsedArguments {
  const files: string[] = [];
  const found = new Map<string, string[]>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') {
      files.push(...words.slice(index + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      files.push(word);
      continue;
    }
    const { name, inline } = splitOption(word);
    const form = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (form === undefined) throw usageError(`${name} is no option of this command (see --help)`, 'OPTION_UNKNOWN');
    if (form === 'not-available' || form === 'not-available-flag')
      throw new CliError('OPTION_NOT_AVAILABLE', `${name} is not available in this version`, EXIT.usage);
    const taken = found.get(name) ?? [];
    if (taken.length > 0 && form === 'value') throw usageError(`${name} may stand once`, 'OPTION_REPEATED');
    found.set(name, taken);
    if (form === 'flag') {
      if (inline !== undefined) throw usageError(`${name} takes no value`, 'OPTION_VALUE_MALFORMED');
      taken.push('');
      continue;
    }
    const value = inline ?? words[(index += 1)];
    if (value === undefined || (inline === undefined && value.startsWith('--')))
      throw usageError(`${name} needs a value`, 'OPTION_VALUE_MISSING');
    taken.push(value);
  }
  return {
    files,
    has: (flag) => found.has(flag),
    value: (name) => found.get(name)?.[0],
    values: (name) => found.get(name) ?? [],
  };
}

function splitOption(word: string): { readonly name: string; readonly inline: string | undefined } {
  const equals = word.indexOf('=');
  if (equals < 0 || !word.startsWith('--')) return { name: word, inline: undefined };
  return { name: word.slice(0, equals), inline: word.slice(equals + 1) };
}

/** A value out of a closed list. */
export function choice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((candidate) => candidate === value);
  if (found === undefined) throw usageError(`${name}: expected ${choices.join(', ')}, got ${value}`, 'OPTION_VALUE_MALFORMED');
  return found;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** An ISO 8601 date, or date and time with its offset. */
export function isoTime(name: string, value: string): Date {
  const date = new Date(value);
  if (!ISO_TIME.test(value) || Number.isNaN(date.getTime()) || !isCalendarDay(value))
    throw usageError(`${name}: expected a time such as 2026-11-22T10:00:00Z, got ${value}`, 'OPTION_VALUE_MALFORMED');
  return date;
}

/** `Date` takes 30 February for 2 March; a person who typed it meant something else. */
function isCalendarDay(value: string): boolean {
  const [year, month, day] = value.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day;
}
