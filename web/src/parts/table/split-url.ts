const TAIL_LENGTH = 14;

interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly head: string;
  /** The end of the path, which stays when the middle is cut. */
  readonly tail: string;
}

/** Cuts a URL for one line: the host is what people look for first, the end what tells similar URLs apart. */
export function splitUrl(url: string): UrlParts {
  const [, scheme = '', host = '', rest = url] =
    /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is.exec(url) ?? [];
  const path = rest === '/' ? '' : rest;
  const isShort = path.length <= 2 * TAIL_LENGTH;
  return {
    scheme,
    host,
    head: isShort ? path : path.slice(0, -TAIL_LENGTH),
    tail: isShort ? '' : path.slice(-TAIL_LENGTH),
  };
}
