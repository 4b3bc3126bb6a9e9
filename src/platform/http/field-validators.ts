import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { buildMessage, ValidateBy } from 'class-validator';
import { hasAtMostCodePoints } from '../code-points.js';
import { toNfc } from '../nfc.js';

/** RFC 3339 with a zone. Fractions of a second are truncated to milliseconds. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** The last time that RFC 3339 can express in UTC. */
const LAST_TIME_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Accepts times from 1970 on. */
export function IsTimestamp(): PropertyDecorator {
  return ValidateBy({
    name: 'isTimestamp',
    validator: {
      validate: isTimestamp,
      defaultMessage: (args) =>
        `${args?.property} must be a time with its zone, such as 2026-11-23T10:00:00.000Z`,
    },
  });
}

/** Passes if either field is not a valid time. */
export function IsLaterThan(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'isLaterThan',
    validator: {
      validate: (value, args) => {
        const earlier: unknown = args && Reflect.get(args.object, other);
        if (!isTimestamp(value) || !isTimestamp(earlier)) return true;
        return Date.parse(value) > Date.parse(earlier);
      },
      defaultMessage: (args) => `${args?.property} must be later than ${other}`,
    },
  });
}

/** Passes if the field is not a valid time. */
export function IsInTheFuture(): PropertyDecorator {
  return ValidateBy({
    name: 'isInTheFuture',
    validator: {
      validate: (value) => !isTimestamp(value) || Date.parse(value) > Date.now(),
      defaultMessage: (args) => `${args?.property} must be in the future`,
    },
  });
}

interface TextOptions {
  readonly each?: boolean;
  /** The form in which the text is judged and stored. Normalisation can lengthen a text. */
  readonly form?: 'NFC';
}

/** Accepts text of 1 to `max` code points that every database can store: SQLite ends a text at NUL. */
export function IsText(max: number, { each = false, form }: TextOptions = {}): PropertyDecorator {
  const length = { minLength: 1, maxLength: max };
  return applyDecorators(
    ApiProperty(each ? { items: { type: 'string', ...length } } : length),
    ...(form === 'NFC' ? [InNfc(max)] : []),
    ValidateBy(
      {
        name: 'isText',
        validator: {
          validate: (value) => isText(value, max),
          defaultMessage: buildMessage(
            (eachPrefix) =>
              `${eachPrefix}$property must be text of 1 to ${max} characters, without NUL and half characters`,
            { each },
          ),
        },
      },
      { each },
    ),
  );
}

function InNfc(max: number): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    Array.isArray(value) ? value.map((item) => normalized(item, max)) : normalized(value, max),
  );
}

function normalized(value: unknown, max: number): unknown {
  return typeof value === 'string' ? toNfc(value, max) : value;
}

function isText(value: unknown, max: number): boolean {
  if (typeof value !== 'string' || value === '' || !hasAtMostCodePoints(value, max)) return false;
  return value.isWellFormed() && !value.includes('\0');
}

function isTimestamp(value: unknown): value is string {
  if (typeof value !== 'string' || !TIMESTAMP.test(value)) return false;
  const timeMs = Date.parse(value);
  return isCalendarDay(value.slice(0, 10)) && timeMs >= 0 && timeMs <= LAST_TIME_MS;
}

/** `Date` converts February 30 to March 2. */
function isCalendarDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
