export type { SessionScope } from './session-scopes.ts';
export { createSessionTokens, type NewSession, type SessionTokens, type SessionTokensOptions } from './session-tokens.ts';
