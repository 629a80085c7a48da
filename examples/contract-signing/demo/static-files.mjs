/** Serves named folders of files, with the strict policy that Sealkit's elements work under. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

export const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** `mounts`: path prefix to folder URL. Answers undefined for a path that none of them has. */
export function createStaticFiles(mounts) {
  return async function serve(request) {
    const { pathname } = new URL(request.url);
    const path = decodePath(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const mount = path && Object.keys(mounts).find((prefix) => path.startsWith(prefix));
    if (!mount) return undefined;
    const folder = fileURLToPath(mounts[mount]);
    const file = normalize(join(folder, path.slice(mount.length)));
    if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return undefined;
    const bytes = await readFile(file).catch((error) => {
      if (['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code)) return undefined;
      throw error;
    });
    if (bytes === undefined) return undefined;
    return new Response(bytes, {
      headers: { ...SECURITY_HEADERS, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' },
    });
  };
}

function decodePath(pathname) {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}
