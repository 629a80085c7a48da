/**
 * The sources of a layer of core as the test server gives them, reached from one file over its imports: so that a list in a
 * test is core's own list and cannot fall behind it.
 */
export async function readSources(entry: string, within: string): Promise<string> {
  const seen = new Set<string>();
  const texts: string[] = [];
  const visit = async (address: string): Promise<void> => {
    if (seen.has(address)) return;
    seen.add(address);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    const text = await response.text();
    texts.push(text);
    const targets = [...text.matchAll(/from\s*["']([^"']+)["']/g)].map(
      ([, specifier]) => new URL(specifier ?? '', new URL(address, location.href)).pathname,
    );
    await Promise.all(targets.filter((target) => target.startsWith(within)).map(visit));
  };
  await visit(entry);
  return texts.join('\n');
}
