/** Size of the pad in micrometres. Strokes are kept in it, so that no change of window, rotation or pixel ratio moves them. */
export const PAD_SIZE = { width: 60_000, height: 24_000 } as const;

/** A point of a stroke, in micrometres from the left top corner of the pad. */
export interface PadPoint {
  readonly x: number;
  readonly y: number;
  /** 0 to 1, as the device says; 0.5 from devices that do not measure it. */
  readonly pressure: number;
  /** Milliseconds since the stroke began. */
  readonly time: number;
}

export interface PadStroke {
  readonly points: readonly PadPoint[];
  /** Whether the device measured the pressure; without it, the width follows the speed. */
  readonly measured: boolean;
}

/** Strokes with what was there before and what was taken back. */
export interface StrokeHistory {
  readonly strokes: readonly PadStroke[];
  readonly past: readonly (readonly PadStroke[])[];
  readonly future: readonly (readonly PadStroke[])[];
}

export const NO_STROKES: StrokeHistory = { strokes: [], past: [], future: [] };
/** Steps that can be taken back. */
const KEPT = 200;

export function withStrokes(history: StrokeHistory, strokes: readonly PadStroke[]): StrokeHistory {
  return { strokes, past: [...history.past, history.strokes].slice(-KEPT), future: [] };
}

/** One step back; the same history where there is none. */
export function undone(history: StrokeHistory): StrokeHistory {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { strokes: before, past: history.past.slice(0, -1), future: [history.strokes, ...history.future] };
}

/** One step on again; the same history where there is none. */
export function redone(history: StrokeHistory): StrokeHistory {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { strokes: after, past: [...history.past, history.strokes], future };
}
