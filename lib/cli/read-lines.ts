import type { Readable } from 'node:stream';

/**
 * Answers a stream of NDJSON as it comes: after each read, the lines that are whole by then, so that whoever takes
 * them knows when there is nothing more to take for now. Blank lines are left out. A line ends in LF or CRLF; the
 * last one may do without.
 */
export async function* readLines(input: Readable): AsyncGenerator<readonly string[]> {
  input.setEncoding('utf8');
  let rest = '';
  for await (const text of input as AsyncIterable<string>) {
    const lines: string[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      addLine(lines, rest + text.slice(from, end));
      rest = '';
      from = end + 1;
    }
    rest += text.slice(from);
    yield lines;
  }
  const last: string[] = [];
  addLine(last, rest);
  yield last;
}

function addLine(lines: string[], line: string): void {
  if (line.trim() !== '') lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
}
