import { formatAgo, formatTime } from '../../format.js';

/** A time as its distance from now; the whole time is its tooltip. */
export function ShortTime({ instant }: { readonly instant: string }) {
  return (
    <time dateTime={instant} title={formatTime(instant)}>
      {formatAgo(instant)}
    </time>
  );
}
