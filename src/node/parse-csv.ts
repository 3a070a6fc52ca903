/**
 * The rows of a CSV text, each with its cells by the names in the first row (lower case, no spaces around). Cells may be
 * quoted; commas, semicolons or tabs part them, whichever the first row has.
 * Source: RFC 4180.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const separator = ['\t', ';'].find((candidate) => firstLine.includes(candidate)) ?? ',';
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const source = text.replace(/^\uFEFF/, '');
  for (let index = 0; index < source.length; index += 1) {
    const letter = source[index]!;
    if (isQuoted && letter === '"' && source[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (letter === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
      if (isQuoted) cell = '';
    } else if (!isQuoted && (letter === separator || letter === '\n')) {
      rows.at(-1)!.push(cell.trim());
      cell = '';
      if (letter === '\n') rows.push([]);
    } else cell += letter;
  }
  rows.at(-1)!.push(cell.trim());
  const [names = [], ...records] = rows.filter((row) => row.some((value) => value !== ''));
  return records.map((row) =>
    Object.fromEntries(names.map((name, column) => [name.toLowerCase(), row[column] ?? ''])),
  );
}
