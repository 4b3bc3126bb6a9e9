import fc from 'fast-check';
import { bodyAround, type Body } from './body.js';
import { valueOf, type Resolve, type Schema } from './from-schema.js';
import { hostileName, hostileText } from './hostile.js';
import { oddHeaders } from './odd-headers.js';
import { FILE_PATHS, METHODS, ODD_PATHS } from './odd-paths.js';

/** One request, still to be told which links there are. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body | undefined;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

/** Stands for the key of a link that exists by the time the request is sent. */
export const SOME_KEY = /\{some-key-(\d+)\}/;

/** As a browser would write it, which does not fail on half a character. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

function queryText(parameters: readonly Parameter[], resolve: Resolve): fc.Arbitrary<string> {
  const named = parameters.map(({ name, schema }) =>
    valueOf(schema, resolve).map((value) => [value].flat().map((item) => [name, String(item)])),
  );
  const odd = fc
    .tuple(fc.oneof(fc.constantFrom('tag', 'limit', 'from', 'url'), hostileName), hostileText)
    .chain(([name, text]) =>
      fc
        .constantFrom(name, `${name}[]`, `${name}[a]`, `${name}[__proto__][x]`, `${name}.x`)
        .map((name) => [[name, text]]),
    );
  const several =
    named.length === 0 ? odd : fc.oneof({ weight: 4, arbitrary: fc.oneof(...named) }, odd);
  return fc
    .array(several, { maxLength: 3 })
    .chain((all) => {
      const text = all
        .flat()
        .map(([name = '', value = '']) => `${encoded(name)}=${encoded(value)}`)
        .join('&');
      return fc.constantFrom(
        text,
        text,
        text,
        `${text}&`,
        `&&${text}`,
        `${text}&%`,
        `${text}&a=%zz`,
      );
    })
    .map((text) => (text === '' ? '' : `?${text}`));
}

function pathText(template: string): fc.Arbitrary<string> {
  const segment = fc.oneof(
    { weight: 4, arbitrary: fc.nat(10_000).map((number) => `{some-key-${number}}`) },
    { weight: 1, arbitrary: hostileText.map((text) => encoded(text.slice(0, 700)) || 'x') },
    { weight: 1, arbitrary: fc.constantFrom('%', '%00', '%2F', '%zz', '..', '%2e%2e', 'unknown') },
  );
  return segment.map((text) => template.replaceAll(/\{\w+\}/g, () => text));
}

function ofOperation(operation: Operation, resolve: Resolve): fc.Arbitrary<FuzzRequest> {
  const { method, path, parameters = [], requestBody } = operation;
  const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
  const body = bodyAround(schema === undefined ? fc.constant({}) : valueOf(schema, resolve));
  return fc.record({
    method: fc.constant(method.toUpperCase()),
    path: fc
      .tuple(
        pathText(path),
        queryText(
          parameters.filter((one) => one.in === 'query'),
          resolve,
        ),
      )
      .map((parts) => parts.join('')),
    headers: oddHeaders,
    body:
      schema === undefined
        ? fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, body)
        : body,
  });
}

const OF_FILES: fc.Arbitrary<FuzzRequest> = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST'),
  path: fc.constantFrom(...FILE_PATHS),
  headers: oddHeaders,
});

/** Requests for every operation of a document, and for what it does not have. */
export function requestsTo(
  operations: readonly Operation[],
  resolve: Resolve,
): fc.Arbitrary<FuzzRequest> {
  const known = operations.map((operation) => ofOperation(operation, resolve));
  const paths = fc.oneof(
    fc.constantFrom(...ODD_PATHS),
    hostileText.map((text) => `/${encoded(text)}`),
    fc.constantFrom(...operations.map(({ path }) => path)).chain(pathText),
  );
  const unknown = fc.record({
    method: fc.constantFrom(...METHODS),
    path: fc.tuple(paths, queryText([], resolve)).map((parts) => parts.join('')),
    headers: oddHeaders,
    body: fc.option(bodyAround(fc.constant({ url: 'https://example.com/' })), { nil: undefined }),
  });
  return fc.oneof(
    { weight: 16, arbitrary: fc.oneof(...known) },
    { weight: 4, arbitrary: unknown },
    { weight: 1, arbitrary: OF_FILES },
  );
}
