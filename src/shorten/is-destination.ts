import { Injectable } from '@nestjs/common';
import {
  ValidatorConstraint,
  registerDecorator,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { DestinationPolicy } from '../link/destination-policy.js';

@Injectable()
@ValidatorConstraint()
export class DestinationConstraint implements ValidatorConstraintInterface {
  constructor(private readonly policy: DestinationPolicy) {}

  validate(value: unknown): boolean {
    return this.#findError(value) === undefined;
  }

  defaultMessage({ value }: ValidationArguments): string {
    return `url ${this.#findError(value) ?? ''}`;
  }

  #findError(value: unknown): string | undefined {
    if (typeof value !== 'string') return 'must be a string';
    const check = this.policy.check(value);
    return 'error' in check ? check.error : undefined;
  }
}

/** A URL that the destination policy lets a link lead to. */
export function IsDestination(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      target: target.constructor,
      propertyName: String(propertyName),
      validator: DestinationConstraint,
    });
}
