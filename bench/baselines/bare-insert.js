// Baseline of creation: a Nest + Express handler with one INSERT of the same row by mysql2.
import 'reflect-metadata';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createPool } from 'mysql2/promise';
import { COLUMNS, createLinkRow } from './link-row.js';

const [port, databaseUrl] = process.argv.slice(2);
const pool = createPool({ uri: String(databaseUrl), connectionLimit: 10 });
const INSERT = `INSERT INTO link (${COLUMNS}) VALUES (${COLUMNS.split(',')
  .map(() => '?')
  .join(', ')})`;

class LinksController {
  /** @param {{ url: string }} body */
  async create({ url }) {
    const { key, values } = createLinkRow(url);
    await pool.query(INSERT, values);
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
