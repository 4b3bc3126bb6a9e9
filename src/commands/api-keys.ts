import 'reflect-metadata';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DataSource } from 'typeorm';
import { CreateApiKeyDto, toApiKeyInput } from '../admin/create-api-key.dto.js';
import { ApiKey } from '../auth/api-key.entity.js';
import { ApiKeyStore } from '../auth/api-key.store.js';
import { SCOPES } from '../auth/scopes.js';
import { Instance } from '../cluster/instance.entity.js';
import { Invalidation } from '../cluster/invalidation.entity.js';
import { createStandalonePublisher } from '../cluster/standalone-publisher.js';
import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { connectionOptions } from '../platform/database/connection-options.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { bodyValidation } from '../platform/http/validation.js';

const FAILURE_EXIT_CODE = 1;
const USAGE_EXIT_CODE = 2;

const USAGE = `usage: npm run -s keys -- create --name NAME --scopes SCOPE[,SCOPE…] [--expires TIME]
       npm run -s keys -- list
       npm run -s keys -- revoke ID
scopes: ${SCOPES.join(', ')}
`;

class UsageError extends Error {}

type Command = (store: ApiKeyStore) => Promise<void>;
type Options = NonNullable<ParseArgsConfig['options']>;

/** @throws UsageError before the database is opened. */
async function parseCommand([name, ...args]: readonly string[]): Promise<Command> {
  if (name === 'create') return parseCreate(args);
  if (name === 'list') return parseList(args);
  if (name === 'revoke') return parseRevoke(args);
  throw new UsageError(name === undefined ? 'the command is missing' : `unknown command: ${name}`);
}

/** Writes only the key to standard output, so that it can be piped. */
async function parseCreate(args: readonly string[]): Promise<Command> {
  const text = { type: 'string' } as const;
  const { name, scopes, expires } = parse(args, {
    name: text,
    scopes: text,
    expires: text,
  }).values;
  if (name === undefined) throw new UsageError('--name is missing');
  if (scopes === undefined) throw new UsageError('--scopes is missing');
  const scopeList = scopes.split(',').map((scope) => scope.trim());
  const input = toApiKeyInput(validate({ name, scopes: scopeList, expiresAt: expires }));
  return async (store) => {
    const { apiKey, secret } = await store.create(input, Date.now());
    process.stderr.write(`created API key ${apiKey.id}; it is shown only once\n`);
    process.stdout.write(`${secret}\n`);
  };
}

async function parseList(args: readonly string[]): Promise<Command> {
  parse(args, {});
  return async (store) => {
    const heading = ['id', 'name', 'scopes', 'created', 'expires', 'last used'];
    const lines = (await store.list()).map(toColumns);
    process.stdout.write([heading, ...lines].map((line) => `${line.join('\t')}\n`).join(''));
  };
}

async function parseRevoke(args: readonly string[]): Promise<Command> {
  const [id, ...others] = parse(args, {}, true).positionals;
  if (id === undefined || others.length > 0) throw new UsageError('revoke takes one id');
  return async (store) => {
    await store.revoke(id);
    process.stderr.write(`revoked API key ${id} on every instance\n`);
  };
}

function toColumns(apiKey: ApiKey): string[] {
  const { id, name, scopes, createdAtMs, expiresAtMs, lastUsedAtMs } = apiKey;
  const times = [createdAtMs, expiresAtMs, lastUsedAtMs].map((timeMs) =>
    timeMs === null ? 'never' : new Date(timeMs).toISOString(),
  );
  return [id, printable(name), scopes.join(','), ...times];
}

/** Replaces control characters, because a key name could contain terminal commands. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}

function parse<T extends Options>(args: readonly string[], options: T, allowPositionals = false) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function validate(body: object): CreateApiKeyDto {
  try {
    return bodyValidation().as(CreateApiKeyDto, body);
  } catch (error) {
    const errors = error instanceof Problem ? error.errors : undefined;
    if (errors === undefined) throw error;
    throw new UsageError(errors.map(({ detail }) => detail).join('\n'), { cause: error });
  }
}

async function run(command: Command): Promise<void> {
  const options = await connectionOptions(loadConfig().database);
  const entities = [ApiKey, Instance, Invalidation];
  const dataSource = await new DataSource({ ...options, entities }).initialize();
  try {
    const database = new Database(dataSource);
    await database.onModuleInit();
    const { unitOfWork, onIdle } = await createStandalonePublisher(database);
    try {
      await command(new ApiKeyStore(database, unitOfWork));
    } finally {
      await onIdle();
    }
  } finally {
    await dataSource.destroy();
  }
}

function fail(error: unknown): void {
  const isUsage = error instanceof UsageError;
  const isExpected = isUsage || error instanceof StartError || error instanceof Problem;
  const { message, stack } = error as Error;
  process.stderr.write(`${isExpected ? message : stack}\n${isUsage ? USAGE : ''}`);
  process.exitCode = isUsage ? USAGE_EXIT_CODE : FAILURE_EXIT_CODE;
}

await parseCommand(process.argv.slice(2)).then(run).catch(fail);
