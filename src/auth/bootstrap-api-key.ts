import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EntityManager } from 'typeorm';
import { apiKeyTarget } from '../cluster/invalidation-target.js';
import type { UnitOfWork } from '../cluster/unit-of-work.js';
import type { Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { createPrivateDirectory, OWNER_ONLY_FILE_MODE } from '../platform/private-files.js';
import { ApiKey } from './api-key.entity.js';
import { deleteApiKey } from './api-key.store.js';
import { createApiKey, generateSecretKey, hashSecretKey } from './api-key.js';
import { BootstrapApiKey } from './bootstrap-api-key.entity.js';

type BootstrapConfig = Pick<Config, 'adminApiKey' | 'dataDir'>;

/** What became of the first API key at this start. */
export interface BootstrapOutcome {
  readonly action: 'created' | 'rotated';
  /** Where the new key is: the path of the file, or `ADMIN_API_KEY`. */
  readonly location: string;
}

/**
 * Creates the first API key, or replaces it if `ADMIN_API_KEY` has changed. The one before is then revoked on every
 * instance, with its sessions. Requires the migration lock.
 * @returns `undefined` if the first key stays as it is.
 */
export async function ensureBootstrapApiKey(
  unitOfWork: UnitOfWork,
  manager: EntityManager,
  config: BootstrapConfig,
): Promise<BootstrapOutcome | undefined> {
  if (!(await manager.exists(ApiKey))) return create(manager, config);
  if (config.adminApiKey === undefined) return undefined;
  const { hash } = hashSecretKey(config.adminApiKey);
  const [previous] = await manager.find(BootstrapApiKey);
  if (previous?.hash === hash) return undefined;
  // Of a database whose first key an earlier version created and somebody revoked.
  if (previous === undefined) return remember(manager, { apiKeyId: '', hash });
  await rotate(unitOfWork, previous, config.adminApiKey);
  await removeKeyFile(previous, config);
  return { action: 'rotated', location: 'ADMIN_API_KEY' };
}

/** Writes the file before the row, because the other order loses the key in a crash. */
async function create(manager: EntityManager, config: BootstrapConfig): Promise<BootstrapOutcome> {
  const secret = config.adminApiKey ?? generateSecretKey();
  const isGiven = config.adminApiKey !== undefined;
  const location = isGiven ? 'ADMIN_API_KEY' : await writeKeyFile(secret, config);
  await insert(manager, secret);
  return { action: 'created', location };
}

async function rotate(
  unitOfWork: UnitOfWork,
  { apiKeyId }: BootstrapApiKey,
  secret: string,
): Promise<void> {
  await unitOfWork.run(async (tx) => {
    tx.invalidate(apiKeyTarget(apiKeyId));
    await deleteApiKey(tx.manager, apiKeyId);
    await insert(tx.manager, secret);
  });
}

async function insert(manager: EntityManager, secret: string): Promise<void> {
  const input = { name: 'first', scopes: ['admin' as const], expiresAtMs: null };
  const { apiKey } = createApiKey(input, Date.now(), secret);
  await manager.insert(ApiKey, apiKey);
  await remember(manager, { apiKeyId: apiKey.id, hash: apiKey.hash });
}

async function remember(manager: EntityManager, row: BootstrapApiKey): Promise<undefined> {
  await manager.deleteAll(BootstrapApiKey);
  await manager.insert(BootstrapApiKey, row);
}

async function writeKeyFile(secret: string, config: BootstrapConfig): Promise<string> {
  const path = keyFilePath(config);
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

/** A file that holds the key before would name a revoked one. */
async function removeKeyFile({ hash }: BootstrapApiKey, config: BootstrapConfig): Promise<void> {
  const path = keyFilePath(config);
  const secret = await readFile(path, 'utf8').catch(() => undefined);
  if (secret === undefined || hashSecretKey(secret.trim()).hash !== hash) return;
  await rm(path, { force: true });
}

function keyFilePath({ dataDir }: BootstrapConfig): string {
  return resolve(dataDir, 'admin-api-key');
}
