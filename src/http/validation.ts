import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { invalidFields, type FieldError } from '../errors/problem.js';

/** Checks bodies against their DTO; names every bad field at once and every field it does not know. */
export function bodyValidation(): ValidationPipe {
  return validation((path) => `/${path.map(escapePointer).join('/')}`);
}

/** The same for query parameters. */
export function queryValidation(): ValidationPipe {
  return validation((path) => `?${path.join('.')}`);
}

function validation(pointerTo: (path: readonly string[]) => string): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) =>
      invalidFields(errors.flatMap((error) => fieldErrors(error, [], pointerTo))),
  });
}

function fieldErrors(
  error: ValidationError,
  parents: readonly string[],
  pointerTo: (path: readonly string[]) => string,
): FieldError[] {
  const path = [...parents, error.property];
  const own = Object.values(error.constraints ?? {}).map((detail) => ({
    pointer: pointerTo(path),
    detail,
  }));
  const nested = (error.children ?? []).flatMap((child) => fieldErrors(child, path, pointerTo));
  return [...own, ...nested];
}

/** RFC 6901, section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
