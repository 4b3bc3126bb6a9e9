import { hash } from 'node:crypto';

const HEX_LENGTH = 12;

/**
 * A number for a visitor, told by address and program: 48 bits of SHA-256. Without the salt, which lives
 * for a day, nobody can say whose it is.
 */
export function hashVisitor(salt: string, address: string, userAgent: string): number {
  const digest = hash('sha256', `${salt}\n${address}\n${userAgent}`);
  return Number.parseInt(digest.slice(0, HEX_LENGTH), 16);
}
