/** Offers octets as a download. Nothing is sent anywhere. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.hidden = true;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  // The browser reads the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** `contract.pdf` → `contract-signed.pdf`. */
export function signedFileName(name: string): string {
  return `${name.replace(/\.pdf$/i, '')}-signed.pdf`;
}
