import { BoundedCache } from './bounded-cache.ts';

describe('BoundedCache', () => {
  const kept = (cache: BoundedCache<string>): string => [1, 2, 3, 4].map((key) => cache.get(key) ?? '-').join('');

  it('drops the oldest beyond its number of values', () => {
    const cache = new BoundedCache<string>(2, 100);
    cache.set(1, 'a', 1);
    cache.set(2, 'b', 1);
    cache.set(1, 'c', 1);
    cache.set(3, 'd', 1);
    expect(kept(cache)).to.equal('c-d-');
  });

  it('drops the oldest beyond its octets, and does not keep what is too large alone', () => {
    const cache = new BoundedCache<string>(10, 10);
    cache.set(1, 'a', 6);
    cache.set(2, 'b', 4);
    cache.set(3, 'c', 5);
    expect(kept(cache)).to.equal('-bc-');
    cache.set(4, 'd', 11);
    expect(kept(cache)).to.equal('----');
    cache.set(1, 'e', 10);
    expect(kept(cache)).to.equal('e---');
  });
});
