export { type Bytes, concatBytes, copyBytes, equalBytes, equalConstantTime } from './bytes.ts';
export { crc32 } from './crc32.ts';
export { BytesError, type BytesErrorCode } from './bytes-error.ts';
export { type ByteSource, type CallOptions, blobSource, concatSources, memorySource, prefixSource } from './byte-source.ts';
export { type SourceSpan, spansSource } from './spans-source.ts';
export { type FetchRange, type HttpSourceOptions, type RangeAnswer, openHttpSource } from './http-source.ts';
export { type JsonValue, canonicalJson } from './canonical-json.ts';
export { decodeBase64, decodeBase64Url, decodeHex, encodeBase64, encodeBase64Url, encodeHex } from './encodings.ts';
export { decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8 } from './text.ts';
