import type { NextFunction, Request, Response } from 'express';
import { invalidFields, type FieldError } from '../errors/problem.js';

/**
 * Fields named like a member of every object, such as `constructor`. Validation takes them for known,
 * so that they would be ignored where any other unknown field is refused.
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
