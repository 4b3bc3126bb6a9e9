import type { Express } from 'express';

interface RouterLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods that Express has a route for at this path, in upper case; none for an unknown path. */
export function allowedMethods({ router }: Pick<Express, 'router'>, path: string): string[] {
  const layers = router.stack as unknown as RouterLayer[];
  const methods = layers
    .filter((layer) => layer.route !== undefined && isMatch(layer, path))
    .flatMap((layer) => Object.keys(layer.route?.methods ?? {}))
    .map((method) => method.toUpperCase());
  if (methods.includes('GET')) methods.push('HEAD');
  return [...new Set(methods)].sort();
}

/** The layer throws on a path that cannot be decoded; such a path matches no route. */
function isMatch(layer: RouterLayer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
