export type Scope = 'links:read' | 'links:write' | 'stats:read' | 'admin';

/** `admin` implies every other scope. */
export function isGranted(granted: readonly Scope[], needed: Scope): boolean {
  return granted.includes('admin') || granted.includes(needed);
}
