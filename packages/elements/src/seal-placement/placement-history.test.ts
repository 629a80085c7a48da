import { amend, record, startHistory, stepBack, stepForth } from './placement-history.ts';

describe('history of placements', () => {
  it('goes back through a hundred steps and forth again', () => {
    let history = startHistory(0);
    for (let step = 1; step <= 100; step += 1) history = record(history, step);
    for (let step = 99; step >= 0; step -= 1) {
      history = stepBack(history);
      expect(history.present).to.equal(step);
    }
    for (let step = 1; step <= 100; step += 1) history = stepForth(history);
    expect(history.present).to.equal(100);
  });

  it('stays where it is at either end', () => {
    const history = startHistory('only');
    expect(stepBack(history)).to.equal(history);
    expect(stepForth(history)).to.equal(history);
  });

  it('forgets what was undone when something new is done', () => {
    const history = record(stepBack(record(startHistory('a'), 'b')), 'c');
    expect(history.future).to.deep.equal([]);
    expect(stepBack(history).present).to.equal('a');
  });

  it('counts an amendment to the last step', () => {
    const history = amend(record(startHistory('a'), 'b'), 'c');
    expect(history.present).to.equal('c');
    expect(stepBack(history).present).to.equal('a');
  });
});
