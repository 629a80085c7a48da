export { createSoftHsm, SOFT_HSM_PIN, type SoftHsm, softHsmMissing } from './soft-hsm.ts';
