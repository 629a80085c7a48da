/** id-ri-ocsp-response: an OCSP response among the revocation information of a SignedData. @see RFC 5940 §2.1 */
export const OCSP_RESPONSE_FORMAT: string = '1.3.6.1.5.5.7.16.2';
