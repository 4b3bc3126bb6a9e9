import { useEffect, useRef, useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import { SERVICE_URL } from '../../api/connection.js';
import { newIdempotencyKey } from '../../api/idempotency-key.js';
import type { Link } from '../../api/link.js';
import type { ApiError } from '../../api/problem.js';
import { LINK_POINTERS, LinkFields } from '../../link-form/link-fields.js';
import {
  changedFields,
  EMPTY_LINK,
  toPatch,
  type LinkValues,
} from '../../link-form/link-values.js';
import { useAliasCheck, type AliasState } from '../../link-form/use-alias-check.js';
import { Button } from '../../parts/button/button.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { TextField } from '../../parts/field/field.js';
import { currentZone } from '../../settings.js';
import { text } from '../../text/en.js';
import { MadeLink } from './made-link.js';

interface OneLinkProps {
  readonly url: string;
  readonly title: string;
  readonly alias: string;
}

interface Made {
  readonly link: Link;
  readonly durationMs: number;
}

export function OneLink(prefilled: OneLinkProps) {
  const [made, setMade] = useState<Made>();
  const [formCount, setFormCount] = useState(0);
  if (made === undefined) {
    const first = formCount === 0 ? prefilled : { url: '', title: '', alias: '' };
    return <Form key={formCount} {...first} onMade={setMade} />;
  }
  const another = (): void => {
    setMade(undefined);
    setFormCount((count) => count + 1);
  };
  return <MadeLink {...made} onAnother={another} />;
}

function Form({
  url,
  title,
  alias: firstAlias,
  onMade,
}: OneLinkProps & { onMade: (made: Made) => void }) {
  const [values, setValues] = useState<LinkValues>({ ...EMPTY_LINK, url, title });
  const [alias, setAlias] = useState(firstAlias);
  const aliasState = useAliasCheck(alias);
  const urlInput = useRef<HTMLInputElement>(null);
  const attempt = useRef({ key: newIdempotencyKey(), body: '' });
  useEffect(() => urlInput.current?.focus(), []);

  const action = useAction(async () => {
    const fields = changedFields(EMPTY_LINK, values);
    const body = {
      ...toPatch(values, fields, currentZone()),
      url: values.url.trim(),
      ...(alias !== '' && { alias }),
    };
    const start = performance.now();
    const call = api.POST('/api/v1/links', {
      params: { header: { 'Idempotency-Key': keyFor(attempt.current, JSON.stringify(body)) } },
      body,
    });
    const link = await take(call);
    onMade({ link, durationMs: performance.now() - start });
  });
  const { error } = action;
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void action.run();
      }}
    >
      <LinkFields
        values={values}
        onChange={(changes) => setValues((values) => ({ ...values, ...changes }))}
        error={error}
        urlRef={urlInput}
      >
        <TextField
          label={text.linkForm.alias}
          isOptional
          prefix={`${shortBase()}/`}
          value={alias}
          onInput={setAlias}
          hint={<AliasHint state={aliasState} />}
          error={aliasError(aliasState, error)}
        />
      </LinkFields>
      {error && <ErrorBox error={error} shownElsewhere={LINK_POINTERS} />}
      <div class="form-actions">
        <Button type="submit" variant="primary" isBusy={action.isRunning}>
          {text.newLink.create}
        </Button>
      </div>
    </form>
  );
}

/**
 * The key of an attempt: the same for the same body, so that a repetition after a lost answer makes no second link;
 * another one for a corrected body.
 */
function keyFor(attempt: { key: string; body: string }, body: string): string {
  if (attempt.body !== '' && attempt.body !== body) attempt.key = newIdempotencyKey();
  attempt.body = body;
  return attempt.key;
}

function shortBase(): string {
  return SERVICE_URL.replace(/^https?:\/\//, '');
}

function AliasHint({ state }: { readonly state: AliasState }) {
  const words = text.linkForm;
  if (state === 'checking') return <>{words.aliasChecking}</>;
  if (state === 'free') return <span class="alias-free">{words.aliasFree}</span>;
  return <>{words.aliasHint}</>;
}

function aliasError(state: AliasState, error: ApiError | undefined): string | undefined {
  const words = text.linkForm;
  if (state === 'taken') return words.aliasTaken;
  if (state === 'gone') return words.aliasGone;
  if (error?.code === 'alias-taken') return words.aliasTaken;
  return error?.errorOf('/alias');
}
