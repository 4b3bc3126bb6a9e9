import type { Dimension } from '../visit/visit.js';

type Parsed = Partial<Record<Dimension, Record<string, number>>>;
type Add = (dimension: Dimension, value: string, clicks: number) => void;

const COMMA = 44;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const CLOSING_BRACE = 125;

/**
 * Tells of each count in what `JSON.stringify` made of objects with counts. A year of a link that is
 * clicked much has 100 000 of them: to read them one by one, and make no objects that are thrown away, takes
 * half the time of `JSON.parse`, and in a process that has just started a quarter.
 */
export function readBreakdown(text: string, add: Add): void {
  if (text.includes('\\')) readEscaped(text, add);
  else readPlain(text, add);
}

function readEscaped(text: string, add: Add): void {
  for (const [dimension, counts] of Object.entries(JSON.parse(text) as Parsed)) {
    for (const [value, clicks] of Object.entries(counts))
      add(dimension as Dimension, value, clicks);
  }
}

function readPlain(text: string, add: Add): void {
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at)) {
    const end = text.indexOf('"', at + 1);
    const dimension = text.slice(at + 1, end) as Dimension;
    at = readCounts(text, end + '":{'.length, (value, clicks) => add(dimension, value, clicks));
  }
}

/** @returns where they end */
function readCounts(text: string, start: number, add: (value: string, clicks: number) => void) {
  let at = start;
  if (text.charCodeAt(at) === CLOSING_BRACE) return at;
  while (true) {
    const end = text.indexOf('"', at + 1);
    const value = text.slice(at + 1, end);
    at = end + '":'.length;
    let clicks = 0;
    for (let digit = text.charCodeAt(at); digit >= DIGIT_0 && digit <= DIGIT_9;) {
      clicks = clicks * 10 + digit - DIGIT_0;
      digit = text.charCodeAt(++at);
    }
    add(value, clicks);
    if (text.charCodeAt(at) !== COMMA) return at;
    at++;
  }
}
