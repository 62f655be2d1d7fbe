/** The lines of a text that comes in pieces, empty ones left out. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  // pieces are joined only once a line is whole: a long line in many pieces costs no more than its length
  let open: string[] = [];
  for await (const chunk of chunks) {
    const parts = chunk.split('\n');
    open.push(parts[0] ?? '');
    for (const part of parts.slice(1)) {
      const line = open.join('');
      if (line !== '') yield line;
      open = [part];
    }
  }
  const rest = open.join('');
  if (rest !== '') yield rest;
}
