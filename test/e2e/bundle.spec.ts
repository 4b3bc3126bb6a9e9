import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { makeSqlite } from '../support/databases.js';
import { runProgram } from '../support/program.js';
import { openSqliteFile } from '../support/sqlite-file.js';

const BUNDLES = fileURLToPath(new URL('../../dist/bundle/', import.meta.url));

/** The text of all files of a program. */
function bundleOf(program: string): string {
  const names = readdirSync(BUNDLES).filter(
    (name) => name.endsWith('.js') && (name === `${program}.js` || name.startsWith(`${program}-`)),
  );
  return names.map((name) => readFileSync(BUNDLES + name, 'utf8')).join('\n');
}

describe('a bundle', () => {
  it('loads no package at run time but those that are left outside', () => {
    const specifiers = bundleOf('main').matchAll(
      /^(?:import|export)\b.* from "(.+)";$|\b(?:import|[\w$]*[Rr]equire[$\d]*)\("([^"]+)"\)/gm,
    );
    const packages = Array.from(specifiers, ([, one, other]) => one ?? other ?? '').filter(
      (name) => !/^(\.|node:)/.test(name) && !builtinModules.includes(name),
    );
    expect([...new Set(packages)].sort()).toEqual([
      '@fastify/static',
      '@nestjs/microservices',
      '@nestjs/microservices/microservices-module.js',
      '@nestjs/websockets/socket-module.js',
      'cardinal',
      'class-transformer/storage',
      'libsql',
      'reflect-metadata',
      'swagger-ui-dist/absolute-path.js',
    ]);
  });

  it.each([
    ['typeorm', / DataSource = class /g],
    ['@nestjs/core', / NestFactoryStatic = class /g],
    ['@nestjs/common', / HttpException = class /g],
    ['class-validator', / ValidationExecutor = class /g],
    ['class-transformer', / TransformOperationExecutor = class /g],
    ['mysql2', / PoolCluster = class /g],
  ])('has one copy of %s', (_name, definition) => {
    expect(bundleOf('main').match(definition)).toHaveLength(1);
  });

  it('has stack traces that name the source', async () => {
    const database = await makeSqlite();
    const file = openSqliteFile(database);
    file.exec('DROP TABLE click_day');
    file.close();
    const { stderr } = await runProgram(database, 'verify-stats');
    await database.drop();
    expect(stderr).toMatch(
      /no such table.*\n(?: +at .*\n)* +at .*\/src\/commands\/verify-stats\.ts:\d+:\d+/,
    );
  });
});
