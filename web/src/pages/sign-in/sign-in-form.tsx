import { useRef, useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import type { ApiError } from '../../api/problem.js';
import { signIn } from '../../api/session.js';
import { Button } from '../../parts/button/button.js';
import { ErrorBox, useCountdown } from '../../parts/error-box/error-box.js';
import { Checkbox, TextField } from '../../parts/field/field.js';
import { text } from '../../text/en.js';

const DEFAULT_WAIT_SECONDS = 60;

export function SignInForm() {
  const [apiKey, setApiKey] = useState('');
  const [remember, setRemember] = useState(true);
  const [isEmpty, setEmpty] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const action = useAction(async () => {
    try {
      await signIn(apiKey.trim(), remember);
    } finally {
      input.current?.focus();
    }
  });
  const { error } = action;
  const left = useCountdown(
    error?.status === 429 ? (error.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS) : 0,
    error,
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    setEmpty(apiKey.trim() === '');
    if (apiKey.trim() === '') input.current?.focus();
    else void action.run();
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <TextField
        label={text.signIn.apiKey}
        type="password"
        autocomplete="current-password"
        value={apiKey}
        onInput={setApiKey}
        inputRef={input}
        error={isEmpty ? text.signIn.empty : fieldError(error, left)}
      />
      <Checkbox
        label={text.signIn.remember}
        hint={text.signIn.rememberHint}
        isChecked={remember}
        onChange={setRemember}
      />
      {error !== undefined && !isOfKey(error) && <ErrorBox error={error} />}
      <Button type="submit" variant="primary" isBusy={action.isRunning} isDisabled={left > 0}>
        {text.signIn.submit}
      </Button>
    </form>
  );
}

function isOfKey({ status }: ApiError): boolean {
  return status === 401 || status === 400 || status === 429;
}

function fieldError(error: ApiError | undefined, left: number): string | undefined {
  if (error === undefined || !isOfKey(error)) return undefined;
  if (error.status !== 429) return text.signIn.wrongKey;
  return left > 0 ? text.signIn.tooMany(left) : undefined;
}
