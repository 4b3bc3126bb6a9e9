import fc from 'fast-check';

/** What of JSON Schema the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

export type Resolve = (ref: string) => Schema;

const MAX_ITEMS = 4;
const MAX_OPTIONAL_FIELDS = 3;
const MAX_TEXT_LENGTH = 80;
const DATE_RANGE = { min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true };

/** Values that a schema lets through, for the most part: it does not say all that makes a value valid. */
export function valueOf(schema: Schema, resolve: Resolve): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valueOf(resolve(schema.$ref), resolve);
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueOf(choice, resolve)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? []].flat();
  const ofType = fc.oneof(...types.map((type) => valueOfType(type, schema, resolve)));
  if (types.length === 0) return fc.jsonValue();
  if (schema.example === undefined) return ofType;
  return fc.oneof(fc.constant(schema.example), { weight: 3, arbitrary: ofType });
}

function valueOfType(type: string, schema: Schema, resolve: Resolve): fc.Arbitrary<unknown> {
  const { minimum: min = -10, maximum: max = 2 ** 31 } = schema;
  switch (type) {
    case 'object':
      return objectOf(schema, resolve);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, resolve), {
        maxLength: Math.min(schema.maxItems ?? MAX_ITEMS, MAX_ITEMS),
      });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
    case 'string':
      return textOf(schema);
    default:
      return fc.constant(null);
  }
}

/** With few of the fields that need not be there: of many one is bound to be wrong. */
function objectOf({ properties = {}, required = [] }: Schema, resolve: Resolve) {
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  return fc
    .subarray(optional, { maxLength: Math.min(MAX_OPTIONAL_FIELDS, optional.length) })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          [...required, ...chosen].map((name) => [name, valueOf(properties[name] ?? {}, resolve)]),
        ),
      ),
    );
}

function textOf({ format, example, minLength = 0, maxLength = MAX_TEXT_LENGTH }: Schema) {
  if (format === 'date-time') return fc.date(DATE_RANGE).map((date) => date.toISOString());
  if (String(example).startsWith('https:')) return fc.webUrl({ withQueryParameters: true });
  const length = { minLength, maxLength: Math.min(maxLength, MAX_TEXT_LENGTH) };
  return fc.oneof(
    { weight: 4, arbitrary: fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', ...length }) },
  );
}
