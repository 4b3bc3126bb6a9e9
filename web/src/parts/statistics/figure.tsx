import type { ComponentChildren } from 'preact';
import { formatShare } from '../../format.js';
import { text } from '../../text/en.js';

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly children?: ComponentChildren;
  readonly tone?: 'bad';
}

/** A number with its name, and what belongs to it. */
export function Figure({ label, value, children, tone }: FigureProps) {
  return (
    <div class={tone === undefined ? 'figure' : `figure figure-${tone}`}>
      <dt>{label}</dt>
      <dd>
        <span class="figure-value">{value}</span>
        {children}
      </dd>
    </div>
  );
}

/** How a number differs from that of the period before. */
export function Change({ now, before }: { readonly now: number; readonly before: number }) {
  const words = text.statistics;
  if (before === 0) return now === 0 ? null : <p class="figure-hint">{words.noBefore}</p>;
  const change = (now - before) / before;
  if (change === 0) return <p class="figure-hint">{words.noChange}</p>;
  const share = formatShare(Math.abs(change));
  const sign = change > 0 ? '+' : '−';
  return (
    <span class={`change change-${change > 0 ? 'up' : 'down'}`} title={words.change(sign + share)}>
      {sign}
      {share}
      <span class="visually-hidden"> {words.change('')}</span>
    </span>
  );
}
