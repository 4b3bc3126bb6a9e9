import { splitUrl } from './split-url.js';

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
      {head !== '' && <span class="destination-head">{head}</span>}
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
