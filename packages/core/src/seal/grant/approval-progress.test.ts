import * as fc from 'fast-check';
import { approvalProgress, type ApprovalDecision, approvalTierOf } from './approval-progress.ts';
import type { ApprovalTier, Approver } from './grant-terms.ts';

const person = (id: string): Approver => ({ type: 'person', id });
const role = (id: string): Approver => ({ type: 'role', id });
const yes = (id: string, ...roles: readonly string[]): ApprovalDecision => ({ person: id, roles, decision: 'approved' });
const tier = (mode: ApprovalTier['mode'], ...approvers: readonly Approver[]): ApprovalTier => ({ fromValue: 0, mode, approvers });

function open(of: ApprovalTier, ...decisions: readonly ApprovalDecision[]): readonly string[] | string {
  const progress = approvalProgress(of, decisions);
  return progress.status === 'pending' ? progress.waitingFor.map(({ id }) => id) : progress.status;
}

describe('tiers of an approval policy', () => {
  const tiers = [tier('any'), { ...tier('any'), fromValue: 100 }, { ...tier('all'), fromValue: 1000 }];
  const policy = { currency: 'CNY', tiers, approverAttests: false };
  const fromValue = (value: number | null, currency = 'CNY'): number | undefined =>
    approvalTierOf(policy, value === null ? null : { value, currency })?.fromValue;

  it('are chosen by the amount: the highest one that it reaches', () => {
    expect([0, 99, 100, 999, 1000, 5000].map((value) => fromValue(value))).to.deep.equal([0, 0, 100, 100, 1000, 1000]);
  });

  it('take a document without an amount for the smallest, and one in another currency for the largest', () => {
    expect([fromValue(null), fromValue(1, 'USD')]).to.deep.equal([0, 1000]);
  });
});

describe('progress of an approval', () => {
  it('needs nobody where nobody is named, one where any will do, and ends with the first no', () => {
    expect(open(tier('all'))).to.equal('approved');
    expect(open(tier('any', person('a'), role('boss')))).to.deep.equal(['a', 'boss']);
    expect(open(tier('any', person('a'), role('boss')), yes('x', 'boss'))).to.equal('approved');
    expect(open(tier('any', person('a')), yes('x'))).to.deep.equal(['a']);
    expect(open(tier('all', person('a')), yes('a'), { person: 'b', roles: [], decision: 'rejected' })).to.equal('rejected');
  });

  it('needs each of all, and no person stands for two', () => {
    const both = tier('all', role('boss'), role('lawyer'));
    expect(open(both, yes('x', 'boss', 'lawyer'))).to.deep.equal(['lawyer']);
    expect(open(both, yes('x', 'boss', 'lawyer'), yes('y', 'lawyer'))).to.equal('approved');
    expect(open(both, yes('y', 'lawyer'), yes('x', 'boss', 'lawyer'))).to.equal('approved');
    expect(open(tier('all', role('boss'), role('boss')), yes('x', 'boss'), yes('x', 'boss'))).to.deep.equal(['boss']);
  });

  it('follows the order where it is a sequence: who comes too early has decided nothing', () => {
    const order = tier('sequence', role('lawyer'), role('boss'));
    expect(open(order)).to.deep.equal(['lawyer']);
    expect(open(order, yes('x', 'boss'))).to.deep.equal(['lawyer']);
    expect(open(order, yes('y', 'lawyer'))).to.deep.equal(['boss']);
    expect(open(order, yes('y', 'lawyer'), yes('x', 'boss'))).to.equal('approved');
    expect(open(order, yes('z', 'lawyer', 'boss'), yes('z', 'lawyer', 'boss'))).to.deep.equal(['boss']);
  });

  it('of all comes to the same in whatever order the same persons decide', () => {
    const roles = fc.subarray(['a', 'b', 'c'], { minLength: 0 });
    const deciders = fc.array(roles, { maxLength: 5 }).map((lists) => lists.map((of, at) => yes(`p${at}`, ...of)));
    const needed = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }).map((ids) => tier('all', ...ids.map(role)));
    fc.assert(
      fc.property(needed, deciders, fc.nat(), (of, decisions, turn) => {
        const at = decisions.length === 0 ? 0 : turn % decisions.length;
        const other = [...decisions.slice(at), ...decisions.slice(0, at)].reverse();
        const [left, right] = [approvalProgress(of, decisions), approvalProgress(of, other)];
        expect(left.status).to.equal(right.status);
        const count = (progress: typeof left): number => (progress.status === 'pending' ? progress.waitingFor.length : 0);
        expect(count(left)).to.equal(count(right));
      }),
    );
  });
});
