import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ApiKey } from './api-key.entity.js';
import { hashSecretKey, isSameHash } from './secret-key.js';

@Injectable()
export class ApiKeyStore {
  constructor(private readonly database: Database) {}

  async findBySecret(secret: string): Promise<ApiKey | undefined> {
    const { lookup, hash } = hashSecretKey(secret);
    const candidates = await this.database.read((manager) => manager.findBy(ApiKey, { lookup }));
    return candidates.find((candidate) => isSameHash(candidate.hash, hash));
  }
}
