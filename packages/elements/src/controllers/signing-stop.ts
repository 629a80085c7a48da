import { SealkitError } from '@sealkit/core/errors';

/** A step ended because of what was found, under a stable code. */
export class SigningStop extends SealkitError {}
