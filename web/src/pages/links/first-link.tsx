import { useState } from 'preact/hooks';
import { hasScope } from '../../api/session.js';
import { Button } from '../../parts/button/button.js';
import { EmptyState } from '../../parts/empty-state/empty-state.js';
import { TextField } from '../../parts/field/field.js';
import { LinkIcon } from '../../parts/icon/icons.js';
import { navigate, toHref } from '../../route.js';
import { text } from '../../text/en.js';

/** What is shown while there are no links: the way to the first one, in one field. */
export function FirstLink() {
  const [url, setUrl] = useState('');
  const { title, body, url: label, action } = text.links.empty;
  return (
    <EmptyState icon={LinkIcon} title={title}>
      {hasScope('links:write') && (
        <>
          <p>{body}</p>
          <form
            class="first-link"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              navigate(toHref('/new', { url: url.trim() }));
            }}
          >
            <TextField
              label={label}
              type="url"
              placeholder="https://"
              value={url}
              onInput={setUrl}
            />
            <Button type="submit" variant="primary">
              {action}
            </Button>
          </form>
        </>
      )}
    </EmptyState>
  );
}
