const TYPE = 'shortcore:clicks-lost';

/** What an instance sends to the process that runs all instances. PM2 requires both fields. */
interface ClicksLost {
  readonly type: typeof TYPE;
  readonly data: { readonly count: number };
}

export function clicksLost(count: number): ClicksLost {
  return { type: TYPE, data: { count } };
}

export function isClicksLost(message: unknown): message is ClicksLost {
  return (
    typeof message === 'object' && message !== null && 'type' in message && message.type === TYPE
  );
}
