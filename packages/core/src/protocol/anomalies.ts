/**
 * What a rule found. `use-outside-hours`: uses at times when nobody should be at work. `new-client`: a program that never used
 * this seal before. `burst`: many uses, or many refusals, in little time. `unusual-document-class`: a kind of document that this
 * seal was not used on before. `approver-is-requester`: somebody approved their own request. `like-faces`: a face that looks like
 * that of another seal. `grant-lapsing`: a grant that is nearly over. `log-gap`: the use log or the transparency log does not hold.
 */
export type AnomalyKind =
  | 'use-outside-hours'
  | 'new-client'
  | 'burst'
  | 'unusual-document-class'
  | 'approver-is-requester'
  | 'like-faces'
  | 'grant-lapsing'
  | 'log-gap';

/** `notice`: good to know; `warning`: somebody should look; `alarm`: must not be. */
export type AnomalySeverity = 'notice' | 'warning' | 'alarm';

/** What caused a finding: a row of the use log, or an event. */
export interface AnomalyRow {
  readonly type: 'use' | 'event';
  readonly id: string;
}

export interface AnomalyView {
  readonly kind: AnomalyKind;
  /** Null where the log of the whole tenant is meant. */
  readonly sealNumber: string | null;
  readonly organisationId: string | null;
  readonly severity: AnomalySeverity;
  /** When it began, as far as it was looked back. */
  readonly since: string;
  /** Facts for the words that people read. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
  /** In order of time; the latest 50 where there are more. */
  readonly rows: readonly AnomalyRow[];
}

export interface AnomalyQuery {
  readonly sealNumber?: string;
}

/** `GET /anomalies` */
export interface AnomalyList {
  /** The gravest first, of those the latest first. */
  readonly anomalies: readonly AnomalyView[];
  readonly examined: {
    readonly from: string;
    readonly to: string;
    readonly rows: number;
    readonly seals: number;
    /** Whether all rows of that time and all seals that the caller may read were looked at. */
    readonly complete: boolean;
    /** Whether the chains were followed event by event; not where there are too many for one request. */
    readonly chains: boolean;
  };
}
