import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EntityManager } from 'typeorm';
import { Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { ApiKey } from './api-key.entity.js';
import { createApiKey, type ApiKeyInput } from './new-api-key.js';
import { generateSecretKey } from './secret-key.js';

const ONLY_OWNER_READS = 0o600;

/**
 * Creates the first API key, unless a key exists. Requires the migration lock. Writes the file before the row: after a
 * crash between them the next start overwrites the file; in the other order the key would be lost.
 * @returns where the new key is: the path of the file, or `ADMIN_API_KEY`.
 */
export async function ensureBootstrapApiKey(
  manager: EntityManager,
  config: Config,
): Promise<string | undefined> {
  if (await manager.exists(ApiKey)) return undefined;
  const secret = config.adminApiKey ?? generateSecretKey();
  const location =
    config.adminApiKey === undefined ? await writeKey(secret, config) : 'ADMIN_API_KEY';
  const grant: ApiKeyInput = { name: 'first', scopes: ['admin'], expiresAtMs: null };
  await manager.insert(ApiKey, createApiKey(grant, Date.now(), secret).apiKey);
  return location;
}

async function writeKey(secret: string, config: Config): Promise<string> {
  const path = resolve(config.dataDir, 'admin-api-key');
  try {
    await mkdir(config.dataDir, { recursive: true });
    // An old file would keep its mode.
    await rm(path, { force: true });
    await writeFile(path, `${secret}\n`, { mode: ONLY_OWNER_READS });
    return path;
  } catch (error) {
    throw new StartError('DATA_DIR cannot be written', { cause: error });
  }
}
