import { useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import type { Link } from '../../api/link.js';
import { readableShortUrl } from '../../api/link.js';
import { ApiError } from '../../api/problem.js';
import { useResource } from '../../api/resource.js';
import { formatDuration } from '../../format.js';
import { LINK_POINTERS, LinkFields } from '../../link-form/link-fields.js';
import {
  changedFields,
  toLinkValues,
  toPatch,
  type LinkValues,
} from '../../link-form/link-values.js';
import { Button, ButtonLink } from '../../parts/button/button.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { toast } from '../../parts/toast/toast.js';
import { linkHref, type PageProps } from '../../route.js';
import { currentZone } from '../../settings.js';
import { text } from '../../text/en.js';
import { ConflictDialog } from './conflict-dialog.js';
import { merge, needsChoice, type Conflict } from './merge.js';
import './edit-link.css';

export default function EditLinkPage({ params: { key = '' } }: PageProps) {
  const { data, error, reload } = useResource(() => readLink(key), [key]);
  return (
    <div class="page-narrow">
      <div class="page-head">
        <div>
          <h1>{text.editLink.title}</h1>
          <p class="page-lead" dir="ltr">
            {data === undefined ? <bdi>{key}</bdi> : readableShortUrl(data.shortUrl)}
          </p>
        </div>
      </div>
      {error && data === undefined && <ErrorBox error={error} onRetry={reload} />}
      {/* What is being edited is not replaced when the connection is back. */}
      {data !== undefined && <Form link={data} />}
      {data === undefined && error === undefined && <Skeleton />}
    </div>
  );
}

function readLink(key: string): Promise<Link> {
  return take(api.GET('/api/v1/links/{key}', { params: { path: { key } } }));
}

/** The version that the person has begun with. */
interface Base {
  readonly values: LinkValues;
  readonly version: number;
}

function Form({ link }: { readonly link: Link }) {
  const words = text.editLink;
  const [base, setBase] = useState<Base>(() => toBase(link));
  const [values, setValues] = useState(base.values);
  const [conflict, setConflict] = useState<Conflict>();

  const accept = (saved: Link): void => {
    const next = toBase(saved);
    setBase(next);
    setValues(next.values);
    setConflict(undefined);
  };
  /** Saves, or shows what two people have changed differently. @throws ApiError */
  const store = async (mine: LinkValues, from: Base): Promise<void> => {
    const fields = changedFields(from.values, mine);
    const start = performance.now();
    try {
      accept(await patchLink(link.key, from.version, toPatch(mine, fields, currentZone())));
      toast(words.saved(formatDuration(performance.now() - start)));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
      const theirs = toBase(await readLink(link.key));
      const next = { base: from.values, mine, theirs: theirs.values, version: theirs.version };
      if (needsChoice(next)) setConflict(next);
      else await store(mine, theirs);
    }
  };
  const save = useAction(async (mine: LinkValues, from: Base) => {
    if (changedFields(from.values, mine).length === 0) toast(words.unchanged);
    else await store(mine, from);
  });
  const { error } = save;
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save.run(values, base);
      }}
    >
      <LinkFields
        values={values}
        onChange={(changes) => setValues((values) => ({ ...values, ...changes }))}
        error={error}
        isExisting
      />
      {error && <ErrorBox error={error} shownElsewhere={LINK_POINTERS} />}
      <div class="form-actions">
        <Button type="submit" variant="primary" isBusy={save.isRunning}>
          {words.save}
        </Button>
        <ButtonLink href={linkHref(link.key)} variant="ghost">
          {text.parts.cancel}
        </ButtonLink>
      </div>
      {conflict && (
        <ConflictDialog
          key={conflict.version}
          conflict={conflict}
          isBusy={save.isRunning}
          onClose={() => setConflict(undefined)}
          onMerge={(kept) => {
            const merged = merge(conflict, kept);
            const theirs = { values: conflict.theirs, version: conflict.version };
            setBase(theirs);
            setValues(merged);
            setConflict(undefined);
            void save.run(merged, theirs);
          }}
        />
      )}
    </form>
  );
}

function toBase(link: Link): Base {
  return { values: toLinkValues(link, currentZone()), version: link.version };
}

function patchLink(key: string, version: number, body: ReturnType<typeof toPatch>): Promise<Link> {
  const call = api.PATCH('/api/v1/links/{key}', {
    params: { path: { key }, header: { 'If-Match': `"${version}"` } },
    body,
  });
  return take(call);
}
