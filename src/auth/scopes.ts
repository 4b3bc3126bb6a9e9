export const SCOPES = ['links:read', 'links:write', 'stats:read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** `admin` implies every other scope. */
export function isGranted(granted: readonly Scope[], required: Scope): boolean {
  return granted.includes('admin') || granted.includes(required);
}
