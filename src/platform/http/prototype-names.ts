import type { NextFunction, Request, Response } from 'express';
import { invalidFields, type FieldError } from '../errors/problem.js';

/**
 * Reports fields that have the name of a member of `Object.prototype`, such as `constructor`. Validation treats them as
 * known fields and would ignore them.
 */
export function prototypeNameErrors(
  names: readonly string[],
  pointerTo: (name: string) => string,
): FieldError[] {
  return names
    .filter((name) => name in Object.prototype)
    .map((name) => ({ pointer: pointerTo(name), detail: `property ${name} should not exist` }));
}

export function refusePrototypeNames(
  request: Request,
  _response: Response,
  next: NextFunction,
): void {
  const errors = prototypeNameErrors(Object.keys(request.query), (name) => `?${name}`);
  next(errors.length === 0 ? undefined : invalidFields(errors));
}
