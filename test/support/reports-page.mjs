/** The page of `browser-reports.mjs`: takes files, validates them, posts what it says. */
import { validateRequest } from './validate-request.mjs';

const post = (path, body = '') => fetch(path, { method: 'POST', body });

try {
  const requests = await (await fetch('/requests')).json();
  for (const [index, request] of requests.entries()) {
    const file = await fetch(`/file/${index}`);
    await post(`/report/${index}`, await validateRequest(new Uint8Array(await file.arrayBuffer()), request));
  }
  await post('/done');
} catch (error) {
  await post('/failed', String(error));
}
