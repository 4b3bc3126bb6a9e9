import { ValidateBy } from 'class-validator';
import { canonicalZone } from './calendar/time-zone.js';

/** A name of the IANA time zone database, in any case. */
export function IsTimeZone(): PropertyDecorator {
  return ValidateBy({
    name: 'isTimeZone',
    validator: {
      validate: (value) => typeof value === 'string' && canonicalZone(value) !== undefined,
      defaultMessage: (args) =>
        `${args?.property} must be the IANA name of a time zone, such as Europe/Berlin`,
    },
  });
}
