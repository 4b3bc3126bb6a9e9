/** Formats a time as ISO 8601 in UTC with milliseconds; `null` stays `null`. */
export function toTimestamp(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
