/** The name of a person with all but the first character of each part covered; its length stays to be seen. */
export function maskName(name: string): string {
  return name
    .split(' ')
    .map((part) => {
      const [first = '', ...rest] = Array.from(part);
      return `${first}${'*'.repeat(rest.length)}`;
    })
    .join(' ');
}
