import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EntityManager } from 'typeorm';
import { Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { createPrivateDirectory, OWNER_ONLY_FILE_MODE } from '../platform/private-files.js';
import { ApiKey } from './api-key.entity.js';
import { createApiKey, generateSecretKey, type ApiKeyInput } from './api-key.js';

/**
 * Creates the first API key. Requires the migration lock. Writes the file before the row, because
 * the other order loses the key in a crash.
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
  const input: ApiKeyInput = { name: 'first', scopes: ['admin'], expiresAtMs: null };
  await manager.insert(ApiKey, createApiKey(input, Date.now(), secret).apiKey);
  return location;
}

async function writeKey(secret: string, config: Config): Promise<string> {
  const path = resolve(config.dataDir, 'admin-api-key');
  try {
    await createPrivateDirectory(config.dataDir);
    // writeFile does not change the mode of an existing file.
    await rm(path, { force: true });
    await writeFile(path, `${secret}\n`, { mode: OWNER_ONLY_FILE_MODE });
    return path;
  } catch (error) {
    throw StartError.because('DATA_DIR cannot be written', error);
  }
}
