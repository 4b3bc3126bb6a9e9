const STATEMENT_LENGTH = 1_000_000;

/** Inserts rows of a table in long statements. */
export class Inserts {
  #connection;
  #start;
  /** @type {string[]} */
  #rows = [];
  #length = 0;
  rowCount = 0;

  /**
   * @param {import('mysql2/promise').Connection} connection
   * @param {string} table
   * @param {readonly string[]} columns
   */
  constructor(connection, table, columns) {
    this.#connection = connection;
    this.#start = `INSERT INTO \`${table}\` (${columns.map((name) => `\`${name}\``).join(', ')}) VALUES `;
  }

  /**
   * @param {string} values SQL literals, separated by commas
   * @returns {Promise<unknown> | undefined} to be awaited if it is defined
   */
  add(values) {
    this.#rows.push(values);
    this.#length += values.length;
    return this.#length < STATEMENT_LENGTH ? undefined : this.flush();
  }

  async flush() {
    if (this.#rows.length === 0) return;
    this.rowCount += this.#rows.length;
    const statement = `${this.#start}(${this.#rows.join('),(')})`;
    this.#rows = [];
    this.#length = 0;
    await this.#connection.query(statement);
  }
}
