import type { DocumentFacts } from '../facts/validation-facts.ts';
import { type Check, notChecked, passed } from './check.ts';

/** A file whose cross-reference had to be rebuilt may look different in every reader. */
export const fileReadable: Check<DocumentFacts> = {
  id: 'document.file-readable',
  clause: 'ISO 32000-2 §7.5; ETSI EN 319 102-1 §5.2.2',
  group: 'document',
  run: ({ repaired }) => (repaired ? notChecked('FILE_REPAIRED') : passed()),
};
