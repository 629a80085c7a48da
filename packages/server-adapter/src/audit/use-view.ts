import type { UseView } from '@sealkit/core/protocol';
import type { AuditEventRecord, EnvelopeRecord, PersonRecord, SealRecord, UseLogRow } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { contradictsEvents } from './row-contradiction.ts';
import { isSoundEvent } from './verify-chain.ts';

/** Looks each event, person, seal and envelope of a list up once. */
export class UseViewReader {
  readonly #tx: StoreTransaction;
  readonly #persons = new Map<string, Promise<PersonRecord | undefined>>();
  readonly #seals = new Map<string, Promise<SealRecord | undefined>>();
  readonly #envelopes = new Map<string, Promise<EnvelopeRecord | undefined>>();
  readonly #contradicted = new Set<string | null>();

  constructor(tx: StoreTransaction) {
    this.#tx = tx;
  }

  /** Seals (null: none) of rows that stand for other events than they say, for none, or for events that somebody changed. */
  get contradicted(): ReadonlySet<string | null> {
    return this.#contradicted;
  }

  /**
   * Rows of the use log, all of one tenant. What they show is read from the events of the chain; names come from the register. A row
   * whose events are gone is left out.
   */
  async read(rows: readonly UseLogRow[]): Promise<readonly UseView[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const ids = rows.flatMap(({ eventIds }) => eventIds);
    const events = new Map((await this.#tx.audit.findEvents(first.tenant, ids)).map((event) => [event.id, event]));
    for (const event of events.values()) if (!(await isSoundEvent(event))) this.#contradicted.add(event.sealNumber);
    const views: UseView[] = [];
    for (const row of rows) {
      const view = await this.#read(
        row,
        row.eventIds.flatMap((id) => events.get(id) ?? []),
      );
      if (view !== undefined) views.push(view);
    }
    return views;
  }

  async #read(row: UseLogRow, events: readonly AuditEventRecord[]): Promise<UseView | undefined> {
    if (contradictsEvents(row, events)) this.#contradicted.add(row.sealNumber);
    // What a row is about: the confirmed act, or the refusal that ended it, or the preparation or refused try.
    const main = events.find(({ type }) => type === 'use') ?? events.find(({ type }) => type === 'use-discarded') ?? events[0];
    if (main === undefined) return undefined;
    const fact = factReader(events);
    const sealVersion = fact.number('sealVersion');
    const person = await this.#person(row);
    const seal = row.sealNumber === null ? undefined : await this.#seal(row.tenant, row.sealNumber);
    const envelope = row.envelopeId === null ? undefined : await this.#envelope(row.tenant, row.envelopeId);
    return {
      id: row.id,
      sequence: main.sealSequence ?? main.sequence,
      time: main.time,
      result: row.result,
      refusal: row.result === 'refused' ? fact.text('refusal') : null,
      person: { id: row.personId, name: person?.name ?? row.personId },
      seal: row.sealNumber === null ? null : { number: row.sealNumber, name: seal?.name ?? row.sealNumber, version: sealVersion ?? 0 },
      envelope: row.envelopeId === null ? null : { id: row.envelopeId, name: envelope?.name ?? row.envelopeId },
      pages: fact.pages(),
      originalDigest: fact.text('originalDigest'),
      byteRangeDigest: fact.text('byteRangeDigest'),
      fileDigest: fact.text('fileDigest'),
      permitId: fact.text('permitId'),
      permit: fact.text('permit'),
      eventId: main.id,
      event: main.digest,
      previous: main.sealNumber === null ? main.prev : main.sealPrev,
      approvers: await this.#named(row.tenant, fact.texts('approvers')),
      documentClass: fact.text('documentClass'),
      grantId: fact.text('grantId'),
      client: fact.text('client'),
      attestation: row.useId === null ? null : fact.attested('approver') ? 'approver too' : 'requester only',
    };
  }

  async #named(tenant: string, ids: readonly string[]): Promise<UseView['approvers']> {
    const named: UseView['approvers'][number][] = [];
    for (const personId of ids) named.push({ id: personId, name: (await this.#person({ tenant, personId }))?.name ?? personId });
    return named;
  }

  #person({ tenant, personId }: Pick<UseLogRow, 'tenant' | 'personId'>): Promise<PersonRecord | undefined> {
    return memo(this.#persons, personId, () => this.#tx.register.findPerson(tenant, personId));
  }

  #envelope(tenant: string, id: string): Promise<EnvelopeRecord | undefined> {
    return memo(this.#envelopes, id, () => this.#tx.envelopes.find(tenant, id));
  }

  #seal(tenant: string, number: string): Promise<SealRecord | undefined> {
    return memo(this.#seals, number, () => this.#tx.register.findSeal(tenant, number));
  }
}

interface FactReader {
  text(name: string): string | null;
  number(name: string): number | null;
  texts(name: string): readonly string[];
  /** Whether somebody in this role vouched for the frame. */
  attested(role: string): boolean;
  pages(): readonly number[];
}

/** The latest value that the events of a row give for a name. */
function factReader(events: readonly AuditEventRecord[]): FactReader {
  const latest = (name: string): unknown => events.findLast(({ body }) => body[name] !== undefined && body[name] !== null)?.body[name];
  return {
    text: (name) => {
      const value = latest(name);
      return typeof value === 'string' ? value : null;
    },
    number: (name) => {
      const value = latest(name);
      return typeof value === 'number' ? value : null;
    },
    texts: (name) => {
      const value = latest(name);
      return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
    },
    attested: (role) => {
      const value = latest('attestedBy');
      return Array.isArray(value) && value.some((by: unknown) => typeof by === 'object' && by !== null && Reflect.get(by, 'role') === role);
    },
    pages: () => {
      const value = latest('pages');
      return Array.isArray(value) ? value.filter((page) => typeof page === 'number') : [];
    },
  };
}

function memo<T>(known: Map<string, Promise<T>>, key: string, load: () => Promise<T>): Promise<T> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const loading = load();
  known.set(key, loading);
  return loading;
}
