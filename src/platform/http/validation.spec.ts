import { describe, expect, it } from '@jest/globals';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional } from 'class-validator';
import { Problem } from '../errors/problem.js';
import { IsText } from './field-validators.js';
import { bodyValidation, queryValidation } from './validation.js';

const seen: unknown[] = [];

class OrderDto {
  @IsText(10)
  name: string;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => {
    seen.push(value);
    return value;
  })
  @IsArray()
  @ArrayMaxSize(3)
  @IsText(10, { each: true })
  labels?: string[];

  @IsOptional()
  @IsInt()
  count?: number;
}

class LongOrderDto extends OrderDto {
  @IsOptional()
  @IsInt()
  weight?: number;
}

function refusalOf(value: object, validation = bodyValidation(), type = OrderDto): Problem {
  try {
    validation.as(type, value);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was accepted');
}

function withUnknown(count: number): object {
  const entries = Array.from({ length: count }, (_, at) => [`n${at}`, 0] as const);
  return { name: 'x', ...Object.fromEntries(entries) };
}

describe('validation', () => {
  it('returns an instance of the class with the given fields', () => {
    const input = bodyValidation().as(LongOrderDto, { name: 'x', labels: ['a'], weight: 1 });
    expect(input).toBeInstanceOf(LongOrderDto);
    expect(input).toEqual({ name: 'x', labels: ['a'], weight: 1 });
  });

  it('reports invalid and unknown fields together', () => {
    const { errors } = refusalOf({ name: '', count: 'x', 'a/b~c': 1 });
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/name', '/count', '/a~1b~0c']);
  });

  it('lists 100 errors, and says that there are more', () => {
    const all = refusalOf(withUnknown(100));
    expect([all.errors?.length, all.message]).toEqual([
      100,
      'The request has fields that are not valid.',
    ]);
    for (const count of [101, 100_000]) {
      const { errors, message } = refusalOf(withUnknown(count));
      expect(errors?.length).toBe(100);
      expect(message).toBe(
        'The request has fields that are not valid. There are more errors than the 100 listed.',
      );
    }
  });

  it('names an invalid field before any number of unknown ones', () => {
    const { errors } = refusalOf({ ...withUnknown(1_000), count: 'x' });
    expect(errors?.[0]?.pointer).toBe('/count');
  });

  it('repeats only the start of a long name, in whole characters', () => {
    const long = refusalOf({ name: 'x', ['\u{1f600}'.repeat(500_000)]: 0 });
    const start = '\u{1f600}'.repeat(50);
    expect(long.errors).toEqual([
      { pointer: `/${start}…`, detail: `property ${start}… should not exist` },
    ]);
    expect(refusalOf({ name: 'x', [`a${'\u{1f600}'.repeat(100)}`]: 0 }).errors?.[0]?.pointer).toBe(
      `/a${'\u{1f600}'.repeat(49)}\ufffd…`,
    );
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'refuses the name %j',
    (name) => {
      const value = JSON.parse(`{"name":"x",${JSON.stringify(name)}:{"count":1}}`) as object;
      expect(refusalOf(value).errors?.map(({ pointer }) => pointer)).toEqual([`/${name}`]);
      expect(refusalOf(value, queryValidation()).errors?.[0]?.pointer).toBe(`?${name}`);
    },
  );

  it('hands no more of a value on than the class allows', () => {
    const many = Array.from({ length: 10_000 }, () => ({ a: [1, 2], b: {} }));
    expect(refusalOf({ name: many, labels: many, count: withUnknown(9) }).errors).toEqual(
      refusalOf({ name: [], labels: [{}, {}, {}, {}], count: {} }).errors,
    );
    const cut = [{}, {}, {}, {}];
    expect(seen.slice(-2)).toEqual([cut, cut]);
    refusalOf({ name: 'x', labels: withUnknown(9) });
    expect(seen.at(-1)).toEqual({});
  });

  it('does not change what it is given', () => {
    const given = { name: many(11), labels: many(11), other: 1 };
    refusalOf(given);
    expect(given).toEqual({ name: many(11), labels: many(11), other: 1 });
  });
});

function many(count: number): string[] {
  return Array.from({ length: count }, () => 'x');
}
