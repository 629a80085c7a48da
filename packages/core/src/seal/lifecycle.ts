export type SealKind = 'official' | 'contract' | 'finance' | 'hr' | 'invoice' | 'legal-representative' | 'custom';

export type SealState = 'draft' | 'pending-approval' | 'approved' | 'produced' | 'active' | 'suspended' | 'abolished';

export type SealVersionState = 'prepared' | 'current' | 'superseded' | 'discarded';
