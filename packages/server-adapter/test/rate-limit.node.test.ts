import { createRateLimiter, DEFAULT_RATE_LIMITS } from '../src/index.ts';
import { createWorld, problemOf, sampleDocument, openEnvelope } from './support/world.ts';

describe('the rate limit', () => {
  it('lets a person wait who asks too often, says how long, and lets others on', async () => {
    const world = await createWorld({ rateLimiter: createRateLimiter({ readsPerMinute: 2 }) });
    for (let asked = 0; asked < 2; asked += 1) expect((await world.as('ada').get('/session')).status).to.equal(200);
    const answer = await world.as('ada').get('/session');
    const problem = problemOf(answer);
    expect([problem.status, problem.code, problem.retryable]).to.deep.equal([429, 'RATE_LIMITED', true]);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).to.be.within(1, 60);
    expect(Number(problem.values?.['retryAfterMs'])).to.be.within((seconds - 1) * 1000, seconds * 1000);
    expect((await world.as('bo').get('/session')).status).to.equal(200);
    await openEnvelope(world.as('ada'), await sampleDocument());
  });

  it('writes no row of the use log for what it did not let in', async () => {
    const world = await createWorld({ rateLimiter: createRateLimiter({ writesPerMinute: 1 }) });
    expect(problemOf(await world.as('ada').post('/permits', {})).status).to.equal(400);
    expect(problemOf(await world.as('ada').post('/permits', {})).status).to.equal(429);
    const { body } = await world.as('ada').get<{ readonly total: number }>('/uses');
    expect(body.total).to.equal(1);
  });

  it('holds where the host says nothing', async () => {
    const world = await createWorld({ rateLimiter: createRateLimiter() });
    const seen = new Set<number>();
    for (let asked = 0; asked <= DEFAULT_RATE_LIMITS.readsPerMinute; asked += 1) seen.add((await world.as('ada').get('/session')).status);
    expect([...seen]).to.deep.equal([200, 429]);
  });

  it('asks the limiter of the host, and says no number that makes no sense', async () => {
    const asked: object[] = [];
    const world = await createWorld({ rateLimiter: { take: async (request) => (asked.push(request), 1500) } });
    const answer = await world.as('ada').get('/session');
    expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([429, '2']);
    expect(asked).to.deep.equal([{ tenant: 'tenant-one', personId: 'ada', kind: 'read' }]);
    expect(() => createRateLimiter({ readsPerMinute: 0 })).to.throw(RangeError, 'readsPerMinute');
  });
});
