export { createSessionTokens, type NewSession, type SessionTokens, type SessionTokensOptions } from './session-tokens.ts';
