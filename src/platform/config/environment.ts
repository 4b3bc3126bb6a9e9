import { readFileSync } from 'node:fs';
import { StartError } from './start-error.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Says what a value should have been. The reader puts the variable's name in front of it. */
export class InvalidValue extends Error {}

/**
 * Reads variables one by one and remembers every bad one, so that one start names them all.
 * `NAME_FILE` is read in place of `NAME`. Values never appear in a message, as they may be secrets.
 */
export class Environment {
  readonly #errors: string[] = [];

  constructor(private readonly variables: Variables) {}

  text(name: string, fallback: string): string {
    return this.#read(name) ?? fallback;
  }

  optional(name: string): string | undefined {
    return this.#read(name);
  }

  secret(name: string): string | undefined {
    const path = this.#read(`${name}_FILE`);
    if (path === undefined) return this.#read(name);
    try {
      return readFileSync(path, 'utf8').trim() || undefined;
    } catch {
      this.#errors.push(`${name}_FILE names a file that cannot be read`);
      return undefined;
    }
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    return this.parsed(name, fallback, (value) => {
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= range.min && number <= range.max) return number;
      throw new InvalidValue(`must be a whole number from ${range.min} to ${range.max}`);
    });
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.parsed(name, fallback, (value) => {
      if (value === 'true' || value === 'false') return value === 'true';
      throw new InvalidValue('must be true or false');
    });
  }

  parsed<T>(name: string, fallback: T, parse: (value: string) => T): T {
    return this.parsedFrom(name, this.#read(name), fallback, parse);
  }

  /** For a value that was read already, as secrets are. */
  parsedFrom<T>(
    name: string,
    value: string | undefined,
    fallback: T,
    parse: (value: string) => T,
  ): T {
    if (value === undefined) return fallback;
    try {
      return parse(value);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      this.#errors.push(`${name} ${error.message}`);
      return fallback;
    }
  }

  /** @throws StartError naming every bad variable there was. */
  assertValid(): void {
    if (this.#errors.length > 0) throw new StartError(this.#errors.join('; '));
  }

  /** An empty variable counts as one that is not set, as in a shell's `${NAME:-}`. */
  #read(name: string): string | undefined {
    return this.variables[name]?.trim() || undefined;
  }
}
