import { SealError } from '../seal-error.ts';
import type { SealState, SealVersionState } from './states.ts';
import {
  allowedSealTransitions,
  assertSealTransition,
  assertSealVersionTransition,
  isUsableState,
  nextSealStates,
  SEAL_TRANSITIONS,
  SEAL_VERSION_TRANSITIONS,
} from './transitions.ts';

const STATES: readonly SealState[] = ['draft', 'pending-approval', 'approved', 'produced', 'active', 'suspended', 'abolished'];
const VERSION_STATES: readonly SealVersionState[] = ['prepared', 'current', 'superseded', 'discarded'];

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'no error';
}

/** Every path from a state, without going around the one circle more than once. */
function pathsFrom(path: readonly SealState[]): readonly (readonly SealState[])[] {
  const state = path.at(-1) ?? 'draft';
  const onward = nextSealStates(state).filter((next) => path.filter((seen) => seen === next).length < 2);
  return [path, ...onward.flatMap((next) => pathsFrom([...path, next]))];
}

describe('life of a seal', () => {
  it('has exactly the steps of the table, each once', () => {
    const steps = SEAL_TRANSITIONS.map(({ from, to }) => `${from} > ${to}`);
    expect(steps).to.deep.equal([
      'draft > pending-approval',
      'draft > abolished',
      'pending-approval > approved',
      'pending-approval > draft',
      'approved > produced',
      'produced > active',
      'active > suspended',
      'suspended > active',
      'active > abolished',
      'suspended > abolished',
    ]);
  });

  it('lets a seal be used in no state but active, on every path from the draft', () => {
    const paths = pathsFrom(['draft']);
    expect(paths.length).to.be.above(STATES.length);
    for (const path of paths) {
      const state = path.at(-1) ?? 'draft';
      expect(isUsableState(state), path.join(' > ')).to.equal(state === 'active');
      if (isUsableState(state)) {
        for (const step of ['pending-approval', 'approved', 'produced'] as const) expect(path).to.include(step);
        expect(path).to.not.include('abolished');
      }
    }
    expect(new Set(paths.flat())).to.deep.equal(new Set(STATES));
  });

  it('deletes nothing: every step ends in a state, and nothing leaves the last', () => {
    for (const { to } of SEAL_TRANSITIONS) expect(STATES).to.include(to);
    expect(allowedSealTransitions('abolished')).to.deep.equal([]);
    for (const { to, finalAct } of SEAL_TRANSITIONS) expect(finalAct).to.equal(nextSealStates(to).length === 0);
  });

  it('refuses every step that the table does not have', () => {
    for (const from of STATES)
      for (const to of STATES) {
        const known = SEAL_TRANSITIONS.some((step) => step.from === from && step.to === to);
        expect(
          codeOf(() => assertSealTransition(from, to, 'reason')),
          `${from} > ${to}`,
        ).to.equal(known ? 'no error' : 'SEAL_TRANSITION_FORBIDDEN');
      }
  });

  it('asks for a reason to suspend, resume and abolish', () => {
    expect(codeOf(() => assertSealTransition('active', 'suspended', ' '))).to.equal('SEAL_TRANSITION_FORBIDDEN');
    expect(codeOf(() => assertSealTransition('suspended', 'active', ''))).to.equal('SEAL_TRANSITION_FORBIDDEN');
    expect(codeOf(() => assertSealTransition('active', 'abolished', ''))).to.equal('SEAL_TRANSITION_FORBIDDEN');
    expect(codeOf(() => assertSealTransition('draft', 'pending-approval', ''))).to.equal('no error');
  });
});

describe('life of a version', () => {
  it('goes from prepared to current to superseded, or is discarded, and never comes back', () => {
    for (const from of VERSION_STATES)
      for (const to of VERSION_STATES) {
        const known = SEAL_VERSION_TRANSITIONS.some((step) => step.from === from && step.to === to);
        expect(codeOf(() => assertSealVersionTransition(from, to))).to.equal(known ? 'no error' : 'SEAL_TRANSITION_FORBIDDEN');
      }
    expect(SEAL_VERSION_TRANSITIONS.filter(({ from }) => from === 'superseded' || from === 'discarded')).to.deep.equal([]);
  });
});
