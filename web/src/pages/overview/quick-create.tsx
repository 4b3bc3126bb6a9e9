import { useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import { newIdempotencyKey } from '../../api/idempotency-key.js';
import { readableShortUrl, type Link } from '../../api/link.js';
import { Button, ButtonLink } from '../../parts/button/button.js';
import { CopyButton } from '../../parts/copy-button/copy-button.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { TextField } from '../../parts/field/field.js';
import { linkHref, toHref } from '../../route.js';
import { text } from '../../text/en.js';

const NO_FIELDS_ELSEWHERE = ['/url'];

/** Makes a link of a URL alone. */
export function QuickCreate({ onCreate }: { readonly onCreate: () => void }) {
  const [url, setUrl] = useState('');
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const [made, setMade] = useState<Link>();
  const words = text.overview.quick;
  const action = useAction(async () => {
    setMade(undefined);
    const header = { 'Idempotency-Key': idempotencyKey };
    const call = api.POST('/api/v1/links', { params: { header }, body: { url: url.trim() } });
    setMade(await take(call));
    setUrl('');
    setIdempotencyKey(newIdempotencyKey());
    onCreate();
  });
  const { error } = action;
  const fieldError = error?.errorOf('/url');
  return (
    <section class="card quick-create" aria-label={words.title}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void action.run();
        }}
      >
        <TextField
          label={words.label}
          type="url"
          inputMode="url"
          placeholder="https://"
          value={url}
          onInput={(url) => {
            setUrl(url);
            // Another body needs another key.
            setIdempotencyKey(newIdempotencyKey());
          }}
          error={fieldError}
        />
        <Button
          type="submit"
          variant="primary"
          isBusy={action.isRunning}
          isDisabled={url.trim() === ''}
        >
          {words.submit}
        </Button>
        <ButtonLink variant="ghost" href={toHref('/new', { url })}>
          {words.more}
        </ButtonLink>
      </form>
      {error && fieldError === undefined && (
        <ErrorBox error={error} shownElsewhere={NO_FIELDS_ELSEWHERE} />
      )}
      <div role="status">
        {made && (
          <p class="quick-made">
            <span class="muted">{text.overview.made}</span>
            <a href={linkHref(made.key)} dir="ltr">
              {readableShortUrl(made.shortUrl)}
            </a>
            <CopyButton value={made.shortUrl} what={text.link.shortUrl} />
          </p>
        )}
      </div>
    </section>
  );
}
