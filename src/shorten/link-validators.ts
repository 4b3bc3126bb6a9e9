import { Injectable } from '@nestjs/common';
import {
  ValidateBy,
  ValidatorConstraint,
  registerDecorator,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { aliasError, newAliasError } from '../link/alias.js';
import { DestinationPolicy, type UrlCheck } from '../link/destination-policy.js';

/** Accepts a string that may be the alias of a new link. */
export function IsNewAlias(): PropertyDecorator {
  return isAlias(newAliasError);
}

/** Accepts a string that may be the alias of a link, new or old. */
export function IsAlias(): PropertyDecorator {
  return isAlias(aliasError);
}

function isAlias(findError: (text: string) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name: 'isAlias',
    validator: {
      validate: (value) => typeof value === 'string' && findError(value) === undefined,
      defaultMessage: (args) =>
        `${args?.property}: ${typeof args?.value === 'string' ? findError(args.value) : 'must be a string'}`,
    },
  });
}

@Injectable()
@ValidatorConstraint()
export class DestinationConstraint implements ValidatorConstraintInterface {
  #message = '';

  constructor(private readonly policy: DestinationPolicy) {}

  /** Replaces the value with the URL as links store it, so that handlers see that form only. */
  validate(value: unknown, { object, property }: ValidationArguments): boolean {
    const check = this.#check(value);
    if ('url' in check) return Reflect.set(object, property, check.url);
    this.#message = `${property} ${check.error}`;
    return false;
  }

  /** Called right after `validate`, whose work on a long host is not done again. */
  defaultMessage(): string {
    return this.#message;
  }

  #check(value: unknown): UrlCheck {
    return typeof value === 'string' ? this.policy.check(value) : { error: 'must be a string' };
  }
}

/** Accepts a URL that the destination policy allows. */
export function IsDestination(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      target: target.constructor,
      propertyName: String(propertyName),
      validator: DestinationConstraint,
    });
}
