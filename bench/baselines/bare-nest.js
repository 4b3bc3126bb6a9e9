// Baseline of the API: Nest + Express handlers with one INSERT or one SELECT of the same row by mysql2.
// Express does not set prototypes here either.
import 'reflect-metadata';
import { createServer } from 'node:http';
import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { createPool } from 'mysql2/promise';
import { importBuilt } from '../built.js';
import { COLUMNS, createLinkRow } from './link-row.js';

/** @type {typeof import('../../src/platform/http/express-messages.js')} */
const { createMessageClasses } = await importBuilt('platform/http/express-messages.js');

class Adapter extends ExpressAdapter {
  /** @override */
  initHttpServer() {
    const express = this.getInstance();
    this.httpServer = createServer(createMessageClasses(express), express);
  }
}

const [port, databaseUrl] = process.argv.slice(2);
const pool = createPool({ uri: String(databaseUrl), connectionLimit: 10 });
const INSERT = `INSERT INTO link (${COLUMNS}) VALUES (${COLUMNS.split(',')
  .map(() => '?')
  .join(', ')})`;
const SELECT = `SELECT ${COLUMNS} FROM link WHERE \`key\` = ? LIMIT 1`;

class LinksController {
  /** @param {{ url: string }} body */
  async create({ url }) {
    const { key, values } = createLinkRow(url);
    await pool.query(INSERT, values);
    return { key, url };
  }

  /** @param {string} key */
  async read(key) {
    const [[link]] = /** @type {[object[], unknown]} */ (await pool.query(SELECT, [key]));
    return link;
  }
}

const { prototype } = LinksController;
Controller('links')(LinksController);
Post()(prototype, 'create', Object.getOwnPropertyDescriptor(prototype, 'create') ?? {});
Body()(prototype, 'create', 0);
Get(':key')(prototype, 'read', Object.getOwnPropertyDescriptor(prototype, 'read') ?? {});
Param('key')(prototype, 'read', 0);

class BareModule {}
Module({ controllers: [LinksController] })(BareModule);

const app = await NestFactory.create(BareModule, new Adapter(), { logger: false });
await app.listen(Number(port), '127.0.0.1');
