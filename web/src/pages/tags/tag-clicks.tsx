import { useEffect, useRef, useState } from 'preact/hooks';
import { api, take } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { formatNumber } from '../../format.js';
import { toPeriodQuery } from '../../period.js';
import { currentZone, settings } from '../../settings.js';
import { text } from '../../text/en.js';

/** The clicks of 30 days. They are asked for when the row comes into view, because each row is a sum of its own. */
export function TagClicks({ tag }: { readonly tag: string }) {
  const [isVisible, setVisible] = useState(false);
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setVisible(true);
    });
    if (ref.current !== null) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return <span ref={ref}>{isVisible ? <Loaded tag={tag} /> : '…'}</span>;
}

const TOO_MUCH = 'too-much-to-sum';

function Loaded({ tag }: { readonly tag: string }) {
  const { data, error } = useResource((signal) => loadClicks(tag, signal), [tag]);
  const words = text.tags;
  if (data !== undefined) {
    return <>{formatNumber(settings.value.withBots ? data.total : data.humans)}</>;
  }
  if (error === undefined) return <>…</>;
  return <span class="muted">{error.code === TOO_MUCH ? words.tooMuch : words.noClicks}</span>;
}

async function loadClicks(tag: string, signal: AbortSignal) {
  const query = { ...toPeriodQuery('30d', currentZone(), ''), top: 1 };
  const call = api.GET('/api/v1/tags/{tag}/stats', { params: { path: { tag }, query }, signal });
  return (await take(call)).clicks;
}
