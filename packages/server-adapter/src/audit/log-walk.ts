import type { AuditEventRecord } from '../storage/records.ts';
import type { Store, StoreTransaction, UseLogScope } from '../storage/store.ts';
import { findValueFaults } from './personal-values/value-faults.ts';
import { judgeRows, type RowsVerdict } from './rows-of-events.ts';
import { type ChainFault, isSoundEvent } from './verify-chain.ts';

export interface UseLogFault {
  /** Null where it is not known which. */
  readonly chain: string | null;
  /** Position in the chain; null where the rows are wrong and not the events. */
  readonly at: number | null;
  readonly code: ChainFault | 'ROWS_DIFFER' | 'VALUE_DIFFERS';
}

/** A link of a chain: where the next event has to follow. */
interface Link {
  readonly sequence: number;
  readonly digest: string;
}

/** Events in one transaction: others are not kept waiting longer than that takes. */
export const WALK_PAGE = 500;
/** Ends of envelopes' chains that are kept at hand; others are looked up. */
const MOST_LINKS = 20_000;

/**
 * Walks the events of a tenant in the order in which they were appended, whatever their chain: every digest computed anew, every
 * link of both chains followed, each event held against its row. It can stop at any page and go on later with what came since;
 * what it keeps does not grow with the log, but with the number of seals.
 */
export class LogWalk {
  readonly tenant: string;
  #place = 0;
  #events = 0;
  #lastRow = 0;
  #storedRows = 0;
  #begunRows = 0;
  #hasEnded = false;
  readonly #links = new Map<string, Link>();
  readonly #seals = new Map<string, Link>();
  readonly #rowsOfSeals = new Map<string, number>();
  readonly #rowsOfPersons = new Map<string, number>();
  /** The first fault of each seal, of all that has none, and of what may be anybody's. */
  readonly #faults = new Map<string | null | undefined, UseLogFault>();

  constructor(tenant: string) {
    this.tenant = tenant;
  }

  /** Events that were walked. */
  get events(): number {
    return this.#events;
  }

  /** The last event of a seal's chain that was walked. */
  sealHead(sealNumber: string): Link | undefined {
    return this.#seals.get(sealNumber);
  }

  /** Rows of the use log that the events make: of one seal, or of a scope. */
  countRows(of: { readonly sealNumber: string } | { readonly scope: UseLogScope }): number {
    const { sealNumbers, personIds } = 'scope' in of ? of.scope : { sealNumbers: [of.sealNumber], personIds: [] };
    let count = 0;
    for (const number of sealNumbers) count += this.#rowsOfSeals.get(number) ?? 0;
    for (const person of personIds) count += this.#rowsOfPersons.get(person) ?? 0;
    return count;
  }

  /** The first thing that is wrong with a seal's part of the log, or with any part. */
  fault(sealNumber?: string): UseLogFault | null {
    if (sealNumber === undefined) return [...this.#faults.values()][0] ?? null;
    return this.#faults.get(sealNumber) ?? this.#faults.get(undefined) ?? null;
  }

  /**
   * Notes what an earlier walk saw and this one, which has come to its end, did not, or saw otherwise: a log only grows. Answers whether
   * there was any.
   *
   * @throws `StoreError`
   */
  async isCutSince(earlier: LogWalk, store: Store): Promise<boolean> {
    let isCut = this.#events < earlier.#events;
    for (const [sealNumber, seen] of earlier.#seals) {
      const now = this.#seals.get(sealNumber);
      if (now !== undefined && (now.digest === seen.digest || (await this.#isStill(store, sealNumber, now, seen)))) continue;
      isCut = true;
      if (!this.#faults.has(sealNumber)) this.#faults.set(sealNumber, { chain: sealNumber, at: null, code: 'POSITION_MISSING' });
    }
    if (isCut && this.#faults.size === 0) this.#noteUnknown('POSITION_MISSING');
    return isCut;
  }

  /** Whether a chain that has grown still has at its place what was its end. */
  async #isStill(store: Store, sealNumber: string, now: Link, seen: Link): Promise<boolean> {
    if (now.sequence <= seen.sequence) return false;
    const query = { tenant: this.tenant, of: { sealNumber }, after: seen.sequence - 1, limit: 1 };
    const [event] = await store.transaction((tx) => tx.audit.listEvents(query), { readOnly: true });
    return event?.digest === seen.digest;
  }

  /**
   * Walks the next page. Answers whether that was the last one for now.
   *
   * @throws `StoreError`; the walk then stands where it stood.
   */
  async walkPage(store: Store): Promise<boolean> {
    const page = await store.transaction((tx) => this.#readPage(tx), { readOnly: true });
    for (const [name, link] of page.moved.chain) this.#keepLink(name, link);
    for (const [name, link] of page.moved.seal) this.#seals.set(name, link);
    for (const fault of page.broken) this.#note(fault.event, fault.code);
    for (const event of page.events) if (!(await isSoundEvent(event))) this.#note(event, 'DIGEST_DIFFERS');
    for (const event of page.unlikeValues) this.#note(event, 'VALUE_DIFFERS');
    for (const event of page.rows.contradicted) this.#note(event, 'ROWS_DIFFER');
    for (const event of page.rows.begun) this.#countRow(event);
    if (page.isMissing) this.#noteUnknown('POSITION_MISSING');
    this.#events += page.events.length;
    this.#place = page.place;
    if (page.end === null) return false;
    this.#storedRows += page.end.rows;
    this.#lastRow = page.end.lastRow;
    if (this.#storedRows !== this.#begunRows) this.#noteUnknown('ROWS_DIFFER');
    // Leaves are made of events, and events have an order: what is there more often than walked stands for events that are gone, or outside.
    if (page.end.leaves > this.#events) this.#noteUnknown('POSITION_MISSING');
    if (page.end.stored !== null && page.end.stored !== this.#events) this.#noteUnknown('POSITION_MISSING');
    this.#hasEnded = true;
    return true;
  }

  async #readPage(tx: StoreTransaction): Promise<WalkedPage> {
    const { tenant } = this;
    const placed = await tx.audit.listInOrder({ tenant, after: this.#place, limit: WALK_PAGE });
    const events = placed.flatMap(({ event }) => (event === null ? [] : [event]));
    const broken: WalkedPage['broken'][number][] = [];
    const moved: MovedLinks = { chain: new Map(), seal: new Map() };
    for (const event of events) {
      const code = (await this.#follow(tx, event, 'chain', moved)) ?? (await this.#follow(tx, event, 'seal', moved));
      if (code !== null) broken.push({ event, code });
    }
    return {
      events,
      broken,
      moved,
      isMissing: events.length < placed.length,
      unlikeValues: await findValueFaults(tx, tenant, events),
      rows: await judgeRows(tx, tenant, events),
      place: placed.at(-1)?.place ?? this.#place,
      end: placed.length < WALK_PAGE ? await this.#readEnd(tx) : null,
    };
  }

  /** Rows that the store has more than when they were last counted: none beside those of the events may be among them. */
  async #readEnd(tx: StoreTransaction): Promise<NonNullable<WalkedPage['end']>> {
    const { tenant } = this;
    const [newest] = await tx.audit.listRows({ tenant, limit: 1 });
    const lastRow = Math.max(this.#lastRow, newest?.position ?? 0);
    return {
      lastRow,
      rows: lastRow === this.#lastRow ? 0 : await tx.audit.countRows({ tenant, after: this.#lastRow }),
      leaves: await tx.log.countLeaves(tenant),
      stored: this.#hasEnded ? null : await tx.audit.countEvents(tenant),
    };
  }

  /** Whether an event follows the one before it in one of its two chains. */
  async #follow(tx: StoreTransaction, event: AuditEventRecord, of: 'chain' | 'seal', moved: MovedLinks): Promise<ChainFault | null> {
    const name = of === 'chain' ? event.chain : event.sealNumber;
    if (name === null) return null;
    const [position, link] = of === 'chain' ? [event.sequence, event.prev] : [event.sealSequence, event.sealPrev];
    if (position === null || position < 1) return 'POSITION_MISSING';
    const before = moved[of].get(name) ?? (of === 'chain' ? await this.#lastOfChain(tx, name, position) : this.#seals.get(name));
    moved[of].set(name, { sequence: position, digest: event.digest });
    if (position !== (before?.sequence ?? 0) + 1) return 'POSITION_MISSING';
    return link === (before?.digest ?? null) ? null : 'LINK_BROKEN';
  }

  async #lastOfChain(tx: StoreTransaction, chain: string, position: number): Promise<Link | undefined> {
    const known = this.#links.get(chain);
    if (known !== undefined || position === 1) return known;
    const [event] = await tx.audit.listEvents({ tenant: this.tenant, of: { chain }, after: position - 2, limit: 1 });
    return event;
  }

  #keepLink(chain: string, link: Link): void {
    this.#links.delete(chain);
    this.#links.set(chain, link);
    const [oldest] = this.#links.keys();
    if (this.#links.size > MOST_LINKS && oldest !== undefined) this.#links.delete(oldest);
  }

  #countRow({ sealNumber, actor }: AuditEventRecord): void {
    this.#begunRows += 1;
    const [rows, name] = sealNumber === null ? [this.#rowsOfPersons, actor] : [this.#rowsOfSeals, sealNumber];
    rows.set(name, (rows.get(name) ?? 0) + 1);
  }

  #note({ chain, sequence, sealNumber }: AuditEventRecord, code: UseLogFault['code']): void {
    if (this.#faults.has(sealNumber)) return;
    this.#faults.set(sealNumber, { chain, at: code === 'ROWS_DIFFER' ? null : sequence, code });
  }

  #noteUnknown(code: UseLogFault['code']): void {
    if (!this.#faults.has(undefined)) this.#faults.set(undefined, { chain: null, at: null, code });
  }
}

/** Ends of chains as a page leaves them, by name. */
interface MovedLinks {
  readonly chain: Map<string, Link>;
  readonly seal: Map<string, Link>;
}

/** What else the store has when all events were walked. */
interface WalkEnd {
  readonly lastRow: number;
  /** New since the last end. */
  readonly rows: number;
  readonly leaves: number;
  /** All events, whether they have an order or not; counted at the first end. */
  readonly stored: number | null;
}

interface WalkedPage {
  readonly events: readonly AuditEventRecord[];
  readonly broken: readonly { readonly event: AuditEventRecord; readonly code: ChainFault }[];
  readonly moved: MovedLinks;
  /** Whether an event that was once appended is gone. */
  readonly isMissing: boolean;
  /** Events whose personal values are not as they were written. */
  readonly unlikeValues: readonly AuditEventRecord[];
  readonly rows: RowsVerdict;
  readonly place: number;
  /** Where it was the last page for now: how many rows are new, and the last of them. */
  readonly end: WalkEnd | null;
}
