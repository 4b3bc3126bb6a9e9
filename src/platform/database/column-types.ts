import type { QueryRunner, TableColumnOptions } from 'typeorm';
import { dialectOf } from './dialects.js';

export const INTEGER = { type: 'bigint' };
export const SMALL_INTEGER = { type: 'integer' };
export const BOOLEAN = { type: 'boolean' };
export const BYTES = { type: 'blob' };
export const OPTIONAL = { isNullable: true };
export const PRIMARY = { isPrimary: true };

export type Text = Pick<TableColumnOptions, 'type' | 'length'>;
export type TextOf = (length: number) => Text;

/** Text of limited length, compared byte by byte. */
export function textOn({ dataSource }: QueryRunner): TextOf {
  const { binaryText } = dialectOf(dataSource);
  return (length) => ({ type: 'varchar', length: String(length), ...binaryText });
}

/** Text of any length, compared byte by byte. */
export function longTextOn({ dataSource }: QueryRunner): Text {
  return { type: 'text', ...dialectOf(dataSource).binaryText };
}
