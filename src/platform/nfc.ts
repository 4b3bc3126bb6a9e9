import { hasAtMostCodePoints } from './code-points.js';

/** NFC composes at most four code points to one. */
const MAX_COMPOSED = 4;

/** Normalises to NFC, except texts that stay over `max` code points: combining marks take quadratic time. */
export function toNfc(text: string, max: number): string {
  return hasAtMostCodePoints(text, MAX_COMPOSED * max) ? text.normalize('NFC') : text;
}
