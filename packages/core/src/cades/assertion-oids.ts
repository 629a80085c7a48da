/** Assertion: the seal statement, a ContentInfo signed by the seal maker; also its content type. */
export const OID_SEAL_STATEMENT = '2.25.34583169869569921540621197307591107388';
/** Assertion: the use permit, a compact JWS as UTF8String. */
export const OID_USE_PERMIT = '2.25.218644696735372358093694785794535528523';
/** Assertion: the use record of the register, a compact JWS as UTF8String. */
export const OID_USE_RECORD = '2.25.50897280647943507714499545534337158692';
/** Policy of demo certificates, and mark of demo statements in their `extDatas`. */
export const OID_TEST_MATERIAL = '2.25.124324920879145517526047296025797566977';
/** Extension of a seal statement: ordinal and size in micrometres. */
export const OID_SEAL_DIMENSIONS = '2.25.265611178163423794794041413704806512846';
