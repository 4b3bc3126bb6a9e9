// The measure for making links: a Nest + Express handler that does one INSERT of a whole row by mysql2.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createPool } from 'mysql2/promise';

const [port, databaseUrl] = process.argv.slice(2);
const pool = createPool({ uri: String(databaseUrl), connectionLimit: 10 });
const COLUMNS =
  '`id`, `key`, `isAlias`, `url`, `urlHash`, `title`, `tags`, `externalId`, `searchText`, `redirectStatus`, ' +
  '`cacheSeconds`, `forwardQuery`, `validFromMs`, `expiresAtMs`, `disabled`, `deletedAtMs`, `createdAtMs`, ' +
  '`updatedAtMs`, `version`, `apiKeyId`';
const INSERT = `INSERT INTO link (${COLUMNS}) VALUES (${COLUMNS.split(',')
  .map(() => '?')
  .join(', ')})`;

let id = 0;

class LinksController {
  /** @param {{ url: string }} body */
  async create({ url }) {
    const key = randomBytes(6).toString('base64url');
    const now = Date.now();
    const hash = '0123456789abcdef0123456789abcdef';
    const row = [++id, key, false, url, hash, null, '[]', null, `${key}\n${url}\n`, 302];
    await pool.query(INSERT, [...row, 0, false, null, null, false, null, now, now, 1, 'bench']);
    return { key, url };
  }
}

const create = Object.getOwnPropertyDescriptor(LinksController.prototype, 'create') ?? {};
Controller('links')(LinksController);
Post()(LinksController.prototype, 'create', create);
Body()(LinksController.prototype, 'create', 0);

class BareModule {}
Module({ controllers: [LinksController] })(BareModule);

const app = await NestFactory.create(BareModule, { logger: false });
await app.listen(Number(port), '127.0.0.1');
