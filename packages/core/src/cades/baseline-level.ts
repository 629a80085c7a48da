/** Baseline levels of PAdES and CAdES signatures. @see ETSI EN 319 142-1 §6, EN 319 122-1 §6 */
export type BaselineLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

const ORDER: readonly BaselineLevel[] = ['B-B', 'B-T', 'B-LT', 'B-LTA'];

/** Whether `level` asks for all that `other` asks for. */
export function includesLevel(level: BaselineLevel, other: BaselineLevel): boolean {
  return ORDER.indexOf(level) >= ORDER.indexOf(other);
}
