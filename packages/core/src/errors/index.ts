export { SealkitError, type ErrorFacts } from './sealkit-error.ts';
