import { text } from '../../text/en.js';

type LinkState = keyof typeof text.parts.states;

export function StateBadge({ state }: { readonly state: LinkState }) {
  return <span class={`state state-${state}`}>{text.parts.states[state]}</span>;
}
