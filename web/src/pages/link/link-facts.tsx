import type { ComponentChildren } from 'preact';
import { countClicks, type Link } from '../../api/link.js';
import { formatNumber, formatTime } from '../../format.js';
import { ShortTime } from '../../parts/table/short-time.js';
import { text } from '../../text/en.js';

/** What else is known of a link. What is not set is left out. */
export function LinkFacts({ link }: { readonly link: Link }) {
  const words = text.link.facts;
  const time = (instant: string | null) => instant !== null && formatTime(instant);
  return (
    <section class="card">
      <h2>{words.title}</h2>
      <dl class="facts">
        <Fact name={words.created}>
          {formatTime(link.createdAt)}
          {link.createdBy !== null && (
            <>
              {' '}
              {words.createdBy} <bdi>{link.createdBy.name}</bdi>
            </>
          )}
        </Fact>
        <Fact name={words.updated}>
          {link.version > 1 && (
            <>
              {formatTime(link.updatedAt)} ({words.version} {formatNumber(link.version)})
            </>
          )}
        </Fact>
        <Fact name={words.total}>{formatNumber(countClicks(link))}</Fact>
        <Fact name={words.lastClicked}>
          {link.lastClickedAt === null ? words.never : <ShortTime instant={link.lastClickedAt} />}
        </Fact>
        <Fact name={words.validFrom}>{time(link.validFrom)}</Fact>
        <Fact name={words.expiresAt}>{time(link.expiresAt)}</Fact>
        <Fact name={words.maxClicks}>
          {link.maxClicks !== null && formatNumber(link.maxClicks)}
        </Fact>
        <Fact name={words.redirect}>{text.linkForm.statuses[link.redirectStatus]}</Fact>
        <Fact name={words.cache}>{link.cacheSeconds > 0 && words.seconds(link.cacheSeconds)}</Fact>
        <Fact name={words.forwardQuery}>{link.forwardQuery && words.forwarded}</Fact>
        <Fact name={words.externalId}>
          {link.externalId !== null && <bdi>{link.externalId}</bdi>}
        </Fact>
        <Fact name={words.note} isLong>
          {link.note !== null && <span dir="auto">{link.note}</span>}
        </Fact>
      </dl>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ComponentChildren;
  readonly isLong?: boolean;
}

function Fact({ name, children, isLong = false }: FactProps) {
  if (children === false) return null;
  return (
    <div class={isLong ? 'fact-long' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
