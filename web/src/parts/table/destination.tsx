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

/** A destination as one line of text. Only http and https become links, opened without a referrer. */
export function Destination({
  url,
  isLink = false,
}: {
  readonly url: string;
  readonly isLink?: boolean;
}) {
  const { scheme, host, head, tail } = splitUrl(url);
  const line = (
    <>
      {!/^https?:/i.test(scheme) && <span>{scheme}</span>}
      <strong>{host.replace(/^www\./, '')}</strong>
      <span class="destination-head">{head}</span>
      {tail !== '' && <span class="destination-tail">{tail}</span>}
    </>
  );
  if (!isLink || !/^https?:\/\//i.test(url)) {
    return (
      <span class="destination" title={url} dir="ltr">
        {line}
      </span>
    );
  }
  return (
    <a
      class="destination"
      href={url}
      title={url}
      dir="ltr"
      target="_blank"
      rel="noreferrer noopener"
    >
      {line}
    </a>
  );
}
