/** The kinds of seals (names and formats that bind); their numbers stand in the statement. */
export type SealKind = 'official' | 'contract' | 'finance' | 'hr' | 'invoice' | 'legal-representative' | 'custom';

/** State of a seal; filing, collection and destruction are recorded acts, not states. */
export type SealState = 'draft' | 'pending-approval' | 'approved' | 'produced' | 'active' | 'suspended' | 'abolished';

/** State of one version of a seal, of which one is current. */
export type SealVersionState = 'prepared' | 'current' | 'superseded' | 'discarded';
