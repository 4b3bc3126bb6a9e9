/** A piece of JSON as it stands, for what no value of JavaScript is written as. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** As `JSON.stringify` has it, except that a value may be raw, and an object a list of its fields, some of them twice. */
export function toJsonText(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (value instanceof Fields) return `{${value.entries.map(fieldText).join(',')}}`;
  if (Array.isArray(value)) return `[${value.map(toJsonText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return toJsonText(new Fields(Object.entries(value)));
  }
  return JSON.stringify(value) ?? 'null';
}

export class Fields {
  constructor(readonly entries: readonly (readonly [name: string, value: unknown])[]) {}
}

function fieldText([name, value]: readonly [string, unknown]): string {
  return `${JSON.stringify(name)}:${toJsonText(value)}`;
}
