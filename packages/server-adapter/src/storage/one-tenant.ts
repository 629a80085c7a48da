import { StoreError } from './store-error.ts';
import type { StoreTransaction } from './store.ts';

export interface TransactionLimits {
  readonly entering?: Entering;
  /** Calls that write are refused. */
  readonly readOnly?: boolean | undefined;
}

/** Called before each call of a table; without a tenant where the call is about all of them. */
export type Entering = (tenant: string | undefined) => Promise<void>;

/**
 * The tables of a transaction, held to one tenant: that of the first call that names one. A look-up that got the tenant of somebody
 * else finds nothing and changes nothing, whatever else is wrong.
 *
 * @throws {@link StoreError} `STORE_TENANT_MIXED` from the call that names another, `STORE_READ_ONLY` from one that may not write
 */
export function oneTenant(tables: StoreTransaction, { entering, readOnly = false }: TransactionLimits = {}): StoreTransaction {
  let only: string | undefined;
  const enter: Entering = async (tenant) => {
    if (tenant !== undefined) {
      only ??= tenant;
      if (tenant !== only) throw new StoreError('STORE_TENANT_MIXED', 'expected one tenant in a transaction, got a second one');
    }
    await entering?.(tenant);
  };
  const tablesInUse = new Map<string | symbol, unknown>();
  return new Proxy(tables, {
    get: (target, name) => {
      const known = tablesInUse.get(name);
      if (known !== undefined) return known;
      const table: unknown = Reflect.get(target, name);
      if (typeof table !== 'object' || table === null) return table;
      const held = guarded(table, enter, readOnly);
      tablesInUse.set(name, held);
      return held;
    },
  });
}

function guarded<Table extends object>(table: Table, enter: Entering, readOnly: boolean): Table {
  return new Proxy(table, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...parameters: unknown[]): Promise<unknown> => {
        if (readOnly && !isReading(name)) throw new StoreError('STORE_READ_ONLY', `expected a call that reads, got ${String(name)}`);
        await enter(tenantOf(parameters[0]));
        return Reflect.apply(method, target, parameters);
      };
    },
  });
}

/** Calls of the port that read are named for it; every other one writes. */
function isReading(name: string | symbol): boolean {
  return typeof name === 'string' && /^(?:find|list|count)/.test(name);
}

/** Every call of the port has its tenant as first argument, or in it; the one without is about all tenants. */
function tenantOf(first: unknown): string | undefined {
  if (typeof first === 'string') return first;
  if (typeof first !== 'object' || first === null || !('tenant' in first)) return undefined;
  return typeof first.tenant === 'string' ? first.tenant : undefined;
}
