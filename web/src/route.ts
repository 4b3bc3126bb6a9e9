import { signal } from '@preact/signals';

/** The part of the address behind `#`, such as `/links/a%2Fb?tag=x`. */
export interface Place {
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export interface PageProps {
  /** The decoded parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
}

/** The current place. */
export const place = signal<Place>({ path: '/', query: new URLSearchParams() });

export function startRouting(): void {
  const read = (): void => {
    place.value = parsePlace(location.hash.slice(1));
  };
  addEventListener('hashchange', read);
  read();
}

export function parsePlace(text: string): Place {
  const queryAt = text.indexOf('?');
  const path = queryAt === -1 ? text : text.slice(0, queryAt);
  const query = queryAt === -1 ? '' : text.slice(queryAt + 1);
  return { path: path === '' ? '/' : path, query: new URLSearchParams(query) };
}

/** Makes an address of this page. Empty values of the query are left out. */
export function toHref(
  path: string,
  query: Record<string, string | readonly string[]> = {},
): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as [string, string]),
  );
  const text = new URLSearchParams(pairs.filter(([, value]) => value !== '')).toString();
  return text === '' ? `#${path}` : `#${path}?${text}`;
}

export function linkHref(key: string): string {
  return toHref(`/links/${encodeURIComponent(key)}`);
}

export function editHref(key: string): string {
  return toHref(`/links/${encodeURIComponent(key)}/edit`);
}

export function navigate(href: string): void {
  location.hash = href.slice(1);
}

/** As `navigate`, without an entry in the history of the browser. */
export function replacePlace(href: string): void {
  history.replaceState(history.state, '', href);
  place.value = parsePlace(href.slice(1));
}

/** Returns the decoded parameters of a path that matches a pattern such as `/links/:key/edit`. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names = pattern.split('/');
  const segments = path.split('/');
  if (names.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? '';
    if (!name.startsWith(':')) {
      if (name !== segment) return undefined;
      continue;
    }
    const value = decode(segment);
    if (value === undefined || value === '') return undefined;
    parameters[name.slice(1)] = value;
  }
  return parameters;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
