// What a container wrote before the attach: its log has all from the beginning, but does not tell where the attached
// streams, which are two, set in.

/**
 * The head of `log` that comes before what `streams` have: what follows it is theirs, line by line. Best is where they have all of that;
 * else they are behind the log, and all they have stands in it.
 */
export function attachGap(log: string, attached: readonly string[]): string {
  // A container's log has no carriage return before a line end.
  const streams = attached.map((stream) => stream.replaceAll("\r\n", "\n").replace(/\r$/, ""));
  const seen = streams.reduce((sum, { length }) => sum + length, 0);
  const isAll: Accept = (rest) => rest.length === 0;
  return splitWhere(log, streams, log.length - seen, isAll) ?? splitWhere(log, streams, 0, isAhead) ?? log;
}

/** By the lines of the log that are in no stream, and what is left of the streams. */
type Accept = (lines: readonly string[], streams: readonly string[]) => boolean;

const isAhead: Accept = ([line = ""], streams) => streams.every((stream) => line.startsWith(stream));

/** Not before `from`, where a program that writes the same line all the time would have each of them looked at. */
function splitWhere(log: string, streams: readonly string[], from: number, accept: Accept): string | null {
  const lines = log.split(/(?<=\n)/);
  let length = 0;
  for (const [index, line] of lines.entries()) {
    // The streams may set in within a line.
    const first = streams.find((stream) => stream !== "" && line.endsWith(firstLine(stream)));
    if (first !== undefined && length + line.length > from) {
      const head = firstLine(first);
      const before = line.slice(0, line.length - head.length);
      // The end of another stream, without a line end, may precede it in the same line.
      const joined = streams.find((stream) => stream !== first && stream !== "" && before.endsWith(stream)) ?? "";
      const rests = streams.map((stream) =>
        stream === first ? stream.slice(head.length) : stream === joined ? "" : stream,
      );
      if (accept(...without(lines.slice(index + 1), rests)))
        return log.slice(0, length + before.length - joined.length);
    }
    length += line.length;
  }
  return null;
}

const firstLine = (text: string) => text.slice(0, text.indexOf("\n") + 1 || undefined);

/** Removes the lines that are in one of the streams, in order, up to the first that is in none. */
function without(lines: readonly string[], streams: readonly string[]): Parameters<Accept> {
  const at = streams.map(() => 0);
  const end = lines.findIndex((line) => {
    const which = streams.findIndex((stream, index) => stream.startsWith(line, at[index]));
    if (which >= 0) at[which] = (at[which] ?? 0) + line.length;
    return which < 0;
  });
  return [end < 0 ? [] : lines.slice(end), streams.map((stream, index) => stream.slice(at[index]))];
}
