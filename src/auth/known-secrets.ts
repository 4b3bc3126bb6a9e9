import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { hashSecretKey } from './api-key.js';

const MAX_SECRETS = 10_000;

/** Hashes of secrets that were valid when this instance last read them. They are not subject to the limit of failed attempts. */
@Injectable()
export class KnownSecrets {
  readonly #hashes = new LRUCache<string, true>({ max: MAX_SECRETS });

  has(secret: string): boolean {
    return this.#hashes.has(hashSecretKey(secret).hash);
  }

  add(secret: string): void {
    this.#hashes.set(hashSecretKey(secret).hash, true);
  }

  delete(secret: string): void {
    this.#hashes.delete(hashSecretKey(secret).hash);
  }
}
