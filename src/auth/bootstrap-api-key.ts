import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EntityManager } from 'typeorm';
import { Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { ApiKey } from './api-key.entity.js';
import { createApiKey, type ApiKeyInput } from './new-api-key.js';
import { generateSecretKey } from './secret-key.js';

const ONLY_OWNER_READS = 0o600;

export function bootstrapApiKeyPath({ dataDir }: Pick<Config, 'dataDir'>): string {
  return resolve(dataDir, 'admin-api-key');
}

/**
 * Makes the key that all others are made with, unless there is a key already. Called under the
 * migration lock. The file is written before the row: a crash between them leaves a file to overwrite,
 * not a database that nobody can enter.
 * @returns where the key was written, if one was generated.
 */
export async function ensureBootstrapApiKey(
  manager: EntityManager,
  config: Config,
): Promise<string | undefined> {
  if (await manager.exists(ApiKey)) return undefined;
  const secret = config.adminApiKey ?? generateSecretKey();
  const path = config.adminApiKey === undefined ? await writeKey(secret, config) : undefined;
  const grant: ApiKeyInput = { name: 'first', scopes: ['admin'], expiresAtMs: null };
  await manager.insert(ApiKey, createApiKey(grant, Date.now(), secret).apiKey);
  return path;
}

async function writeKey(secret: string, config: Config): Promise<string> {
  const path = bootstrapApiKeyPath(config);
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
