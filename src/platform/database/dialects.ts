import type { DataSource } from 'typeorm';
import type { Dialect } from './dialect.js';
import { mariadb, mysql } from './mysql.dialect.js';
import { sqlite } from './sqlite.dialect.js';

export function dialectOf(dataSource: DataSource): Dialect {
  const { type } = dataSource.options;
  if (type === 'better-sqlite3') return sqlite;
  return type === 'mariadb' ? mariadb : mysql;
}
