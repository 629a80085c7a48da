/**
 * What may be wrong with a log. `EVENT_DIFFERS`: the event is not what its digest says. `EVENT_NOT_LOGGED`: there are events that
 * neither are leaves nor wait to become some. `HASH_DIFFERS`: a tile holds another hash than the events give.
 */
export type LogFaultCode =
  | 'LEAF_MISSING'
  | 'EVENT_MISSING'
  | 'EVENT_DIFFERS'
  | 'EVENT_NOT_LOGGED'
  | 'HASH_DIFFERS'
  | 'CHECKPOINT_MALFORMED'
  | 'CHECKPOINT_SIGNATURE_INVALID'
  | 'CHECKPOINT_TIMESTAMP_INVALID'
  | 'CHECKPOINT_DIFFERS';

/** The first thing that is wrong. */
export interface LogFault {
  readonly code: LogFaultCode;
  /** Index of a leaf, or size of a checkpoint. */
  readonly at: number;
}
