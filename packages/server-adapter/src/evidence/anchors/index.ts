export { antChainAnchor, type AntChainOptions } from './ant-chain.ts';
export type { Deposit, DepositRequest, DepositVerdict, JudicialChainAnchor, NotaryDeposit } from './deposit.ts';
export { DEPOSIT_CONTRACT, type DepositContractCase, DepositContractError, type DepositContractSubject } from './deposit-contract.ts';
export { type CourtIdentity, internetCourtNotary, type InternetCourtOptions } from './internet-court.ts';
