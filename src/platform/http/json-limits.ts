/** A bulk request has an object, a list, objects and lists. */
const MAX_DEPTH = 5;
/** About twice as many as the largest valid request has: 1000 links of 63 values each. */
const MAX_VALUES = 125_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const LEFT_BRACKET = 0x5b;
const LEFT_BRACE = 0x7b;
const RIGHT_BRACKET = 0x5d;
const RIGHT_BRACE = 0x7d;

/**
 * Says how a JSON text exceeds the limits. Runs before `JSON.parse`, which would create all values. An empty list or
 * object counts twice.
 */
export function findExcess(json: Uint8Array): string | undefined {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfString(json, at);
    else if (byte === COMMA) values++;
    else if (byte === LEFT_BRACKET || byte === LEFT_BRACE) {
      values++;
      depth++;
    } else if (byte === RIGHT_BRACKET || byte === RIGHT_BRACE) depth--;
    if (depth > MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH} levels`;
    if (values > MAX_VALUES) return `must not have more than ${MAX_VALUES} values`;
  }
  return undefined;
}

function endOfString(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
