import { SealkitError } from '../errors/index.ts';

export type X509ErrorCode =
  | 'X509_CERTIFICATE_MALFORMED'
  | 'X509_PEM_MALFORMED'
  | 'X509_NO_CERTIFICATE'
  | 'X509_CRL_MALFORMED'
  | 'X509_OCSP_MALFORMED'
  | 'X509_CERTS_ONLY_MALFORMED';

/** Certificates and their containers that are not what was expected. A path that does not hold is a verdict, not this. */
export class X509Error extends SealkitError<X509ErrorCode> {}
