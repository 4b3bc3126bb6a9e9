import { hash } from 'node:crypto';

const HEX_LENGTH = 12;

/** Returns 48 bits of SHA-256. Once the salt is deleted, they cannot be traced to an address. */
export function hashVisitor(salt: string, address: string, userAgent: string): number {
  const digest = hash('sha256', `${salt}\n${address}\n${userAgent}`);
  return Number.parseInt(digest.slice(0, HEX_LENGTH), 16);
}
