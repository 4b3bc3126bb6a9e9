/** A part of a statement, and the values of its placeholders. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

export function sql(text: string, ...values: unknown[]): Sql {
  return { text, values };
}

/** All of the conditions; true if there are none. */
export function allOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql('TRUE');
  return {
    text: conditions.map(({ text }) => text).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}

/** For a LIKE with `ESCAPE '!'`: what contains this text. */
export function likeContaining(text: string): string {
  return `%${text.replaceAll(/[!%_]/g, '!$&')}%`;
}
