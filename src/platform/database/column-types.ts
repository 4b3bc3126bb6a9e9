import type { QueryRunner, TableColumnOptions } from 'typeorm';
import { dialectOf } from './dialects.js';

/** What columns are made of, in the words of migrations. */
export const INTEGER = { type: 'bigint' };
export const SMALL_INTEGER = { type: 'integer' };
export const BOOLEAN = { type: 'boolean' };
export const BYTES = { type: 'blob' };
export const OPTIONAL = { isNullable: true };
export const PRIMARY = { isPrimary: true };

export type Text = Pick<TableColumnOptions, 'type' | 'length'>;
export type TextOf = (length: number) => Text;

/** Texts of limited length, which are told apart to the byte. */
export function textOn({ dataSource }: QueryRunner): TextOf {
  const { binaryText } = dialectOf(dataSource);
  return (length) => ({ type: 'varchar', length: String(length), ...binaryText });
}

/** The same without a limit. */
export function longTextOn({ dataSource }: QueryRunner): Text {
  return { type: 'text', ...dialectOf(dataSource).binaryText };
}
