import { hash } from 'node:crypto';

const HEX_LENGTH = 12;

/**
 * Returns 48 bits of SHA-256. After its day the salt is deleted, and the hash cannot be traced to an
 * address any more.
 */
export function hashVisitor(salt: string, address: string, userAgent: string): number {
  const digest = hash('sha256', `${salt}\n${address}\n${userAgent}`);
  return Number.parseInt(digest.slice(0, HEX_LENGTH), 16);
}
