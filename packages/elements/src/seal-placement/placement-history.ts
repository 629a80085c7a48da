/** States that can be stepped back to and forth again. A value; every step gives a new one. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

/** Steps that are kept. */
const LONGEST = 500;

export function startHistory<State>(present: State): History<State> {
  return { past: [], present, future: [] };
}

/** A new state. What was undone before is gone, as everywhere. */
export function record<State>(history: History<State>, next: State): History<State> {
  return { past: [...history.past, history.present].slice(-LONGEST), present: next, future: [] };
}

/** A new state that belongs to the last step: a key held down, for instance. */
export function amend<State>(history: History<State>, next: State): History<State> {
  return { past: history.past, present: next, future: [] };
}

export function stepBack<State>(history: History<State>): History<State> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future] };
}

export function stepForth<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}
