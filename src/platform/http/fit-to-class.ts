import type { Type } from '@nestjs/common';
import { ARRAY_MAX_SIZE, getMetadataStorage } from 'class-validator';
import { MAX_FIELD_ERRORS } from '../errors/problem.js';

/** The validated fields of a class, each with the most items that its list may have, or `undefined` if it is no list. */
type Fields = ReadonlyMap<string, number | undefined>;

export interface Fitted {
  /** As large as the class allows, whatever the client sent, and as invalid as that. */
  readonly input: Readonly<Record<string, unknown>>;
  /** At most one more than an answer lists. */
  readonly unknownNames: readonly string[];
}

/**
 * Reduces parsed JSON to what the validators of a class need to judge it, since they take time for every name and
 * item. Drops unknown names, cuts lists one item above their maximum, and empties lists and objects in other places.
 */
export function fitToClass(type: Type<object>, value: object): Fitted {
  const fields = fieldsOf(type);
  const input: Record<string, unknown> = {};
  for (const [name, maxItems] of fields) {
    if (Object.hasOwn(value, name)) input[name] = fit(Reflect.get(value, name), maxItems);
  }
  return { input, unknownNames: findUnknownNames(fields, value) };
}

function findUnknownNames(fields: Fields, value: object): string[] {
  const unknownNames: string[] = [];
  for (const name of Object.keys(value)) {
    if (!fields.has(name)) unknownNames.push(name);
    if (unknownNames.length > MAX_FIELD_ERRORS) break;
  }
  return unknownNames;
}

function fit(value: unknown, maxItems: number | undefined): unknown {
  if (!Array.isArray(value) || maxItems === undefined) return emptied(value);
  return value.slice(0, maxItems + 1).map(emptied);
}

function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  return typeof value === 'object' && value !== null ? {} : value;
}

const fieldsByType = new WeakMap<Type<object>, Fields>();

function fieldsOf(type: Type<object>): Fields {
  let fields = fieldsByType.get(type);
  if (fields === undefined) fieldsByType.set(type, (fields = readFields(type)));
  return fields;
}

function readFields(type: Type<object>): Fields {
  const fields = new Map<string, number | undefined>();
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  for (const { propertyName, name, constraints } of rules) {
    const maxItems = name === ARRAY_MAX_SIZE ? Number(constraints[0]) : fields.get(propertyName);
    fields.set(propertyName, maxItems);
  }
  return fields;
}
