export type { AliyunCredentials } from '../aliyun-signature.ts';
export type { TencentCredentials } from '../tencent-signature.ts';
export { type AliyunFaceOptions, createAliyunFaceProvider } from './aliyun-face.ts';
export type { PersonAtProvider, PersonSource } from './identity-at-provider.ts';
export { createTencentFaceProvider, type TencentFaceOptions } from './tencent-face.ts';
