import { useEffect, useState } from 'preact/hooks';
import type { ApiError } from '../../api/problem.js';
import { text } from '../../text/en.js';
import { Button } from '../button/button.js';
import { AlertIcon } from '../icon/icons.js';

interface ErrorBoxProps {
  readonly error: ApiError;
  readonly onRetry?: () => void;
  /** Pointers of errors that stand beside their fields. */
  readonly shownElsewhere?: readonly string[];
}

const NOTHING: readonly string[] = [];

/** A failed call: what happened, which fields, and the id to search the logs for. */
export function ErrorBox({ error, onRetry, shownElsewhere = NOTHING }: ErrorBoxProps) {
  const others = error.errors.filter(
    ({ pointer }) => !shownElsewhere.some((shown) => isWithin(pointer, shown)),
  );
  return (
    <div class="error-box" role="alert">
      <AlertIcon size={18} />
      <div>
        <p class="error-title">{error.title}</p>
        {isWorthSaying(error) && <p>{error.detail}</p>}
        {others.length > 0 && (
          <ul>
            {others.map(({ pointer, detail }) => (
              <li key={pointer + detail}>{detail}</li>
            ))}
          </ul>
        )}
        {error.instance !== '' && (
          <p class="error-instance">{text.problems.instance(error.instance)}</p>
        )}
        {onRetry && <RetryButton error={error} onRetry={onRetry} />}
      </div>
    </div>
  );
}

function isWithin(pointer: string, field: string): boolean {
  return pointer === field || pointer.startsWith(`${field}/`);
}

/** The detail of many problems repeats the title. */
function isWorthSaying({ title, detail }: ApiError): boolean {
  return detail !== '' && detail !== `${title}.`;
}

function RetryButton({ error, onRetry }: Required<Pick<ErrorBoxProps, 'error' | 'onRetry'>>) {
  const left = useCountdown(error.status === 429 ? (error.retryAfterSeconds ?? 0) : 0, error);
  return (
    <Button isSmall isDisabled={left > 0} onClick={onRetry}>
      {left > 0 ? text.problems.retryIn(left) : text.problems.retry}
    </Button>
  );
}

/** Seconds that are left, from `seconds` down to 0; begins again for another `cause`. */
export function useCountdown(seconds: number, cause: unknown): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    if (seconds <= 0) return undefined;
    const timer = setInterval(() => setLeft((left) => Math.max(0, left - 1)), 1_000);
    return () => clearInterval(timer);
  }, [seconds, cause]);
  return left;
}
