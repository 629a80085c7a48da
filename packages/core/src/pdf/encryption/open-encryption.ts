import type { CallOptions } from '../../bytes/index.ts';
import type { PdfDocument, PdfEncryption } from '../document/pdf-document.ts';
import type { Decryptor } from './decryptor.ts';

export interface OpenedEncryption {
  readonly encryption: PdfEncryption;
  readonly decryptor: Decryptor;
}

export interface EncryptionOptions extends CallOptions {
  readonly password?: string;
}

export async function openEncryption(document: PdfDocument, options: EncryptionOptions): Promise<OpenedEncryption | undefined> {
  void options;
  return document.encrypted ? undefined : undefined;
}
