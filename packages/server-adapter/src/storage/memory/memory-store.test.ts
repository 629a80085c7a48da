import { STORE_CONTRACT } from '../store-contract.ts';
import { createMemoryStore } from './memory-store.ts';

describe('memory store: contract of the port', () => {
  for (const { title, run } of STORE_CONTRACT) it(title, () => run(createMemoryStore()));
});
