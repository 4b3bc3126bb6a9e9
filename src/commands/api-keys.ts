import 'reflect-metadata';
import { CreateApiKeyDto, toApiKeyInput } from '../admin/create-api-key.dto.js';
import { ApiKey } from '../auth/api-key.entity.js';
import { RevokedApiKey } from '../auth/revoked-api-key.entity.js';
import { ApiKeyStore } from '../auth/api-key.store.js';
import { SCOPES } from '../auth/scopes.js';
import { Instance } from '../cluster/instance.entity.js';
import { Invalidation } from '../cluster/invalidation.entity.js';
import { createStandalonePublisher } from '../cluster/standalone-publisher.js';
import { loadConfig } from '../platform/config/config.js';
import { Problem } from '../platform/errors/problem.js';
import { bodyValidation } from '../platform/http/validation.js';
import { parseArguments, reportFailure, UsageError } from './command-line.js';
import { withDatabase } from './with-database.js';

const USAGE = `usage: npm run -s keys -- create --name NAME --scopes SCOPE[,SCOPE…] [--expires TIME]
       npm run -s keys -- list
       npm run -s keys -- revoke ID
scopes: ${SCOPES.join(', ')}
`;

type Command = (store: ApiKeyStore) => Promise<void>;

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
  const { name, scopes, expires } = parseArguments(args, {
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
  parseArguments(args, {});
  return async (store) => {
    const heading = ['id', 'name', 'scopes', 'created', 'expires', 'last used', 'session of'];
    const lines = (await store.list()).map(toColumns);
    process.stdout.write([heading, ...lines].map((line) => `${line.join('\t')}\n`).join(''));
  };
}

async function parseRevoke(args: readonly string[]): Promise<Command> {
  const [id, ...others] = parseArguments(args, {}, true).positionals;
  if (id === undefined || others.length > 0) throw new UsageError('revoke takes one id');
  return async (store) => {
    await store.revoke(id);
    process.stderr.write(`revoked API key ${id} on every instance\n`);
  };
}

function toColumns(apiKey: ApiKey): string[] {
  const { id, name, scopes, createdAtMs, expiresAtMs, lastUsedAtMs, parentId } = apiKey;
  const times = [createdAtMs, expiresAtMs, lastUsedAtMs].map((timeMs) =>
    timeMs === null ? 'never' : new Date(timeMs).toISOString(),
  );
  return [id, printable(name), scopes.join(','), ...times, parentId ?? '-'];
}

/** Replaces control characters, because a key name could contain terminal commands. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
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
  const config = loadConfig();
  await withDatabase(config, [ApiKey, RevokedApiKey, Instance, Invalidation], async (database) => {
    const { unitOfWork, pendingChanges, onIdle } = await createStandalonePublisher(
      database,
      config.dataDir,
    );
    try {
      await command(new ApiKeyStore(database, unitOfWork, pendingChanges));
    } finally {
      await onIdle();
    }
  });
}

await parseCommand(process.argv.slice(2))
  .then(run)
  .catch((error: unknown) => reportFailure(error, USAGE));
