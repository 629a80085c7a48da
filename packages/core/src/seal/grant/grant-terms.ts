/** An amount of money in the smallest unit of its currency: 12,860.00 CNY is `{ value: 1286000, currency: 'CNY' }`. */
export interface Amount {
  /** Whole and not negative. */
  readonly value: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** Whom a grant is given to: one person, everybody of a role or group, or a program that acts for signed-in persons. */
export interface GrantHolder {
  readonly type: 'person' | 'role' | 'group' | 'application';
  readonly id: string;
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When a seal may be used, by the clock of one place. */
export interface GrantSchedule {
  readonly weekdays: readonly Weekday[];
  /** `HH:MM`, included. */
  readonly from: string;
  /** `HH:MM`, excluded; `24:00` is the end of the day. Not before `from`: a schedule over midnight is two grants. */
  readonly to: string;
  /** IANA name, for instance `Asia/Shanghai`. */
  readonly timeZone: string;
}

/** Who may decide: a person, or everybody with a role. */
export interface Approver {
  readonly type: 'person' | 'role';
  readonly id: string;
}

/**
 * Approvals that a use needs from an amount on. `any`: one of the approvers; `all`: each of them; `sequence`: each of them, in
 * this order.
 */
export interface ApprovalTier {
  /** Applies to amounts of this value and more; 0 also to documents without an amount. */
  readonly fromValue: number;
  readonly mode: 'any' | 'all' | 'sequence';
  /** Empty: uses of this tier need no approval. */
  readonly approvers: readonly Approver[];
}

/** Which approvals a use needs, by amount. */
export interface ApprovalPolicy {
  /** Currency of the tiers; an amount in another one falls in the highest tier. */
  readonly currency: string;
  /** Ascending by `fromValue`; the first has 0. */
  readonly tiers: readonly ApprovalTier[];
  /** The approver's page computes document and frame digest too, and an approval without them is refused. */
  readonly approverAttests: boolean;
  /** Whoever approves answers the request digest with a passkey of their own; the answer lies in the permit. Not asked where absent. */
  readonly approverCountersigns?: 'passkey';
}

/** Under which conditions a grant allows a use. Null is no condition. */
export interface GrantTerms {
  readonly documentClasses: readonly string[] | null;
  readonly amountCeiling: Amount | null;
  /** How many uses in all. */
  readonly maxUses: number | null;
  /** Included. */
  readonly validFrom: string;
  /** Excluded. */
  readonly validTo: string | null;
  readonly schedule: GrantSchedule | null;
  /** Addresses or CIDR ranges, IPv4 and IPv6. */
  readonly networks: readonly string[] | null;
  /** Null: no approval is needed. */
  readonly approval: ApprovalPolicy | null;
  /** The holder may pass the grant on, under the same or narrower terms. */
  readonly mayDelegate: boolean;
}
