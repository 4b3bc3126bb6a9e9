import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EntityManager } from 'typeorm';
import { Config } from '../config/config.js';
import { StartError } from '../errors/start-error.js';
import { ApiKey } from './api-key.entity.js';
import { generateSecretKey, hashSecretKey } from './secret-key.js';

const ONLY_OWNER_READS = 0o600;

export function firstApiKeyPath({ dataDir }: Pick<Config, 'dataDir'>): string {
  return resolve(dataDir, 'admin-api-key');
}

/**
 * Makes the key that all others are made with, unless there is a key already. Called under the
 * migration lock. The file is written before the row: a crash between them leaves a file to overwrite,
 * not a database that nobody can enter.
 */
export async function ensureFirstApiKey(manager: EntityManager, config: Config): Promise<void> {
  if (await manager.exists(ApiKey)) return;
  const secret = config.adminApiKey ?? (await writeGeneratedKey(config));
  await manager.insert(ApiKey, {
    id: randomUUID().replaceAll('-', ''),
    name: 'first',
    ...hashSecretKey(secret),
    scopes: ['admin'],
    createdAtMs: Date.now(),
    expiresAtMs: null,
  });
}

async function writeGeneratedKey(config: Config): Promise<string> {
  const secret = generateSecretKey();
  try {
    await mkdir(config.dataDir, { recursive: true });
    await writeFile(join(config.dataDir, 'admin-api-key'), `${secret}\n`, {
      mode: ONLY_OWNER_READS,
    });
  } catch (error) {
    throw new StartError('DATA_DIR cannot be written', { cause: error });
  }
  return secret;
}
