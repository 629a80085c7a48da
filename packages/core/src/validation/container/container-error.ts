import { SealkitError } from '../../errors/index.ts';

export type ContainerErrorCode =
  | 'CONTAINER_ZIP_MALFORMED'
  | 'CONTAINER_ZIP_UNSUPPORTED'
  | 'CONTAINER_NAME_REFUSED'
  | 'CONTAINER_LIMIT_EXCEEDED'
  | 'CONTAINER_XML_MALFORMED'
  | 'CONTAINER_SIGNATURE_UNSUPPORTED';

/** A container that cannot be read, or that two readers may read differently. */
export class ContainerError extends SealkitError<ContainerErrorCode> {}
