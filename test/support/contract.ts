import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Response } from 'supertest';

/** The OpenAPI document of a running instance, ready to hold answers against. */
export interface Contract {
  readonly paths: readonly { readonly pattern: RegExp; readonly operations: Operations }[];
  readonly ajv: Ajv2020;
  readonly validators: WeakMap<object, ValidateFunction>;
}

/** What there is to know of an answer. */
export type Answer = Pick<Response, 'status' | 'headers' | 'type' | 'text' | 'body'>;

type Operations = Readonly<
  Record<string, { readonly responses: Readonly<Record<string, DocumentedResponse>> }>
>;

interface DocumentedResponse {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
}

interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Operations>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export async function loadContract(baseUrl: string): Promise<Contract> {
  const response = await fetch(`${baseUrl}/docs/openapi.json`);
  const document = (await response.json()) as OpenApiDocument;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', components: closed(document.components) });
  const literalFirst = Object.entries(document.paths).sort(
    ([one], [other]) => Number(one.includes('{')) - Number(other.includes('{')),
  );
  const paths = literalFirst.map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll('+', '\\+').replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
    operations,
  }));
  return { paths, ajv, validators: new WeakMap() };
}

/** @throws when the document does not describe this answer: its status, media type, headers and body. */
export function assertAsDocumented(
  contract: Contract,
  method: string,
  path: string,
  response: Answer,
): void {
  // Of the ways to write a preview, the document has one.
  const [pathname = ''] = path.replaceAll(/%2b/gi, '+').split('?', 1);
  const route = contract.paths.find(({ pattern }) => pattern.test(pathname));
  const operation = route?.operations[method === 'head' ? 'get' : method];
  if (operation === undefined) return assertUnroutedProblem(contract, method, response);
  const where = `${method} ${path} → ${response.status}`;
  const documented = operation.responses[String(response.status)];
  if (documented === undefined) throw new Error(`${where} is not documented`);
  assertHeaders(where, documented, response);
  if (method !== 'head') assertBody(contract, where, documented, response);
}

const PROBLEM = { $ref: '#/components/schemas/ProblemDto' };

/** What no route answers is a problem all the same. */
function assertUnroutedProblem(contract: Contract, method: string, response: Answer): void {
  if (method === 'head' || response.status < 400 || !isProblem(response)) return;
  assertSchema(contract, 'unrouted', PROBLEM, response);
}

function assertHeaders(
  where: string,
  { headers = {} }: DocumentedResponse,
  response: Answer,
): void {
  for (const [name, { required = true }] of Object.entries(headers)) {
    if (required && response.headers[name.toLowerCase()] === undefined)
      throw new Error(`${where} lacks ${name}`);
  }
}

function assertBody(
  contract: Contract,
  where: string,
  { content }: DocumentedResponse,
  response: Answer,
): void {
  if (response.type === 'text/html' && response.status >= 400) return;
  if (content === undefined) {
    if ((response.text ?? '') !== '') throw new Error(`${where} has a body that is not documented`);
    return;
  }
  const schema = content[response.type]?.schema;
  if (schema === undefined)
    throw new Error(`${where} is ${response.type}, which is not documented`);
  assertSchema(contract, where, schema, response);
}

function assertSchema(contract: Contract, where: string, schema: object, response: Answer): void {
  const validate = validatorOf(contract, schema);
  const body = bodyOf(response);
  if (!validate(body)) throw new Error(`${where}: ${contract.ajv.errorsText(validate.errors)}`);
}

/** An image is a string to a schema (`format: binary`). */
function bodyOf({ type, text, body }: Answer): unknown {
  if (type === 'text/plain' || type === 'text/html') return text;
  return Buffer.isBuffer(body) ? body.toString('latin1') : body;
}

/** Compiled once for each schema of the document. */
function validatorOf({ ajv, validators }: Contract, schema: object): ValidateFunction {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(
      JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object,
    );
    validators.set(schema, validate);
  }
  return validate;
}

function isProblem(response: Answer): boolean {
  return response.type === 'application/problem+json';
}

/** A field that the document does not know is a lie by omission. */
function closed(components: OpenApiDocument['components']): object {
  const schemas = Object.entries(components.schemas).map(([name, schema]) => [
    name,
    { ...schema, additionalProperties: false },
  ]);
  return { schemas: Object.fromEntries(schemas) as object };
}
