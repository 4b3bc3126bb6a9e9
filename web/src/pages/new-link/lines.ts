import type { components } from '../../api/api-types.js';
import type { ProblemDocument } from '../../api/problem.js';

export type NewLink = components['schemas']['CreateLinkDto'];

/** A line that is not empty, as it was pasted. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

export interface MadeLine extends Line {
  readonly shortUrl: string;
  readonly url: string;
}

export interface RefusedLine extends Line {
  readonly reason: string;
}

export function readLines(text: string): Line[] {
  return text
    .split(/\r?\n/)
    .map((text, index) => ({ number: index + 1, text }))
    .filter((line) => line.text.trim() !== '');
}

/** `URL`, or `alias TAB URL`, as spreadsheets copy two columns. */
export function toNewLink({ text }: Line, tags: readonly string[]): NewLink {
  const cells = text.split('\t').map((cell) => cell.trim());
  const [first = '', second] = cells.filter((cell) => cell !== '');
  const link = second === undefined ? { url: first } : { alias: first, url: second };
  return tags.length === 0 ? link : { ...link, tags: [...tags] };
}

/** Why a line was refused: what its fields have wrong, else what happened. */
export function toReason({ errors = [], title, detail }: ProblemDocument): string {
  return errors.length > 0 ? errors.map((error) => error.detail).join('; ') : detail || title;
}

/** Text that spreadsheets would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A table as CSV (RFC 4180), with a byte order mark for spreadsheets. Texts are no formulas. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')}`;
}

function toCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
