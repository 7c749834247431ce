// cast.ts SAID TIMES CAST SVG: what `script` logged of the demo, as an asciicast v2 and as a picture of its last screens.
import { readFileSync, writeFileSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { COLUMNS, castOf, type Event, pictureOf, ROWS } from "./recording.ts";

/** A line of TIMES is the pause before so many bytes of SAID, which follow its first line. */
function eventsOf(said: Buffer, times: string): readonly Event[] {
  const decoder = new StringDecoder("utf8");
  let at = said.indexOf("\n") + 1;
  let now = 0;
  return times
    .trim()
    .split("\n")
    .map((line) => {
      const [pause = 0, bytes = 0] = line.split(" ").map(Number);
      now += pause;
      at += bytes;
      return { time: now, text: decoder.write(said.subarray(at - bytes, at)) };
    });
}

const [said = "", times = "", cast = "", svg = ""] = process.argv.slice(2);
const events = eventsOf(readFileSync(said), readFileSync(times, "utf8"));
writeFileSync(cast, castOf(events));
writeFileSync(svg, pictureOf(events.map(({ text }) => text).join("")));
console.log(`${cast} (asciicast v2, ${COLUMNS}x${ROWS}), ${svg}`);
