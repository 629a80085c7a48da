import type { Action, SessionScope } from '../adapter-config.ts';

const EVERY_PAGE: readonly Action[] = ['session.read', 'trust.read'];

/** What a session may ask the host for; whether the person may do it, `authorize` and the register say all the same. */
export const ACTIONS_OF_SCOPE: { readonly [scope in SessionScope]: ReadonlySet<Action> } = {
  sign: new Set([
    ...EVERY_PAGE,
    'seal.list',
    'seal.read',
    'envelope.create',
    'envelope.list',
    'envelope.read',
    'envelope.decline',
    'envelope.void',
    'envelope.remind',
    'envelope.upload',
    'envelope.download',
    'envelope.evidence',
    'permit.request',
    'use.start',
    'use.confirm',
    'intent.read',
    'intent.enrol',
    'use.read',
  ]),
  approve: new Set([...EVERY_PAGE, 'seal.list', 'seal.read', 'approval.list', 'approval.read', 'approval.decide']),
  control: new Set([
    ...EVERY_PAGE,
    'register.list',
    'seal.list',
    'seal.read',
    'seal.request',
    'seal.revise',
    'seal.transition',
    'seal.produce',
    'seal.version',
    'seal.record',
    'seal.stop',
    'grant.read',
    'grant.give',
    'grant.change',
    'approval.list',
    'approval.read',
  ]),
  'read-log': new Set([...EVERY_PAGE, 'register.list', 'seal.list', 'seal.read', 'grant.read', 'use-log.read', 'use.read']),
};
