import { GroupCommit } from './group-commit.ts';
import { findSqliteDriver, type SqliteDatabase } from './sqlite-driver.ts';

/** A database in memory that notes each step of a transaction, and fails where it is told to. */
function scene() {
  const inner = findSqliteDriver().open(':memory:');
  inner.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)');
  const steps: string[] = [];
  let failing: string | undefined;
  const database: SqliteDatabase = {
    ...inner,
    exec: (sql) => {
      steps.push(sql.split(' ')[0] ?? '');
      if (sql === failing) {
        inner.exec('ROLLBACK');
        throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
      }
      inner.exec(sql);
    },
  };
  const commits = new GroupCommit({ database, begin: async () => database.exec('BEGIN IMMEDIATE') });
  return {
    commits,
    add: (x: number) => commits.run(async () => inner.run('INSERT INTO t VALUES (?)', [x])),
    stored: () => inner.all('SELECT x FROM t ORDER BY x').map((row) => row['x']),
    count: (step: string) => steps.filter((other) => other === step).length,
    fail: (sql: string | undefined) => (failing = sql),
  };
}

describe('group commit', () => {
  it('commits works that were asked for together once, and answers each', async () => {
    const { commits, count } = scene();
    const answers = await Promise.all([1, 2, 3].map((x) => commits.run(async () => x * 2)));
    expect([answers, count('COMMIT')]).to.deep.equal([[2, 4, 6], 1]);
  });

  it('undoes a work that rejects alone', async () => {
    const { commits, add, stored } = scene();
    const failed = commits.run(async () => {
      throw new Error('no');
    });
    const outcomes = await Promise.allSettled([failed, add(1), add(2), add(2)]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled', 'fulfilled', 'rejected']);
    expect(stored()).to.deep.equal([1, 2]);
  });

  it('tells nobody of success where the commit fails, and goes on with the next', async () => {
    const { add, stored, fail } = scene();
    fail('COMMIT');
    const outcomes = await Promise.allSettled([add(1), add(2)]);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as { code?: string }).code)).to.deep.equal([
      'STORE_FAILED',
      'STORE_FAILED',
    ]);
    fail(undefined);
    await add(3);
    expect(stored()).to.deep.equal([3]);
  });

  it('rejects all of a group that SQLite undid as a whole in the middle of one work', async () => {
    const { commits, add, stored, fail } = scene();
    fail('ROLLBACK TO work');
    const before = add(1);
    const failed = commits.run(async () => {
      throw new Error('no');
    });
    const after = add(2);
    const outcomes = await Promise.allSettled([before, failed, after]);
    // What had not begun yet goes on in a group of its own.
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'fulfilled']);
    expect(stored()).to.deep.equal([2]);
  });

  it('tells a refusal only after what it may rest on is durable', async () => {
    const { commits, add, count } = scene();
    const commitsSeen: number[] = [];
    const added = add(1);
    const failed = commits
      .run(async () => {
        throw new Error('no');
      })
      .catch(() => commitsSeen.push(count('COMMIT')));
    await Promise.all([added, failed]);
    expect(commitsSeen).to.deep.equal([1]);
  });

  it('takes up a work that is asked for when the last group has just ended', async () => {
    const { add, stored } = scene();
    for (let x = 0; x < 50; x += 1) await add(x);
    expect(stored()).to.have.length(50);
  });
});
