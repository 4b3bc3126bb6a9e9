import { ValidateBy } from 'class-validator';
import { aliasError } from '../link/alias.js';

/** A text that may be chosen as a key. */
export function IsAlias(): PropertyDecorator {
  return ValidateBy({
    name: 'isAlias',
    validator: {
      validate: (value) => typeof value === 'string' && aliasError(value) === undefined,
      defaultMessage: (args) =>
        `${args?.property}: ${typeof args?.value === 'string' ? aliasError(args.value) : 'must be a string'}`,
    },
  });
}
