import { useState } from 'preact/hooks';
import { hasScope } from '../../api/session.js';
import { Button } from '../../parts/button/button.js';
import { EmptyState } from '../../parts/empty-state/empty-state.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { TextField } from '../../parts/field/field.js';
import { TagIcon } from '../../parts/icon/icons.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { text } from '../../text/en.js';
import { DeleteTagDialog, RenameTagDialog } from './change-dialogs.js';
import { TagTable, type TagAction } from './tag-table.js';
import { useTagList } from './use-tag-list.js';
import './tags.css';

export default function TagsPage() {
  const [prefix, setPrefix] = useState('');
  const list = useTagList(prefix.trim());
  const [action, setAction] = useState<TagAction>();
  const words = text.tags;
  const finish = (): void => {
    setAction(undefined);
    list.reload();
  };
  const { tags, error, isLoading, isStale } = list;
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{words.title}</h1>
          <p class="page-lead">{words.lead}</p>
        </div>
        <TextField label={words.filter} type="search" value={prefix} onInput={setPrefix} />
      </div>
      {error && <ErrorBox error={error} onRetry={list.reload} />}
      {isLoading && tags.length === 0 && <Skeleton />}
      {!isLoading && error === undefined && tags.length === 0 && <NoTags prefix={prefix.trim()} />}
      {tags.length > 0 && (
        <div class={isStale ? 'is-stale' : undefined}>
          <TagTable
            tags={tags}
            canChange={hasScope('links:write')}
            hasStatistics={hasScope('stats:read')}
            onAction={setAction}
          />
        </div>
      )}
      {list.hasMore && tags.length > 0 && (
        <div class="tags-foot">
          <Button isBusy={isLoading} onClick={list.more}>
            {words.more}
          </Button>
        </div>
      )}
      {action?.kind === 'rename' && (
        <RenameTagDialog tag={action.tag} onClose={() => setAction(undefined)} onDone={finish} />
      )}
      {action?.kind === 'delete' && (
        <DeleteTagDialog tag={action.tag} onClose={() => setAction(undefined)} onDone={finish} />
      )}
    </>
  );
}

function NoTags({ prefix }: { readonly prefix: string }) {
  const words = text.tags;
  return prefix === '' ? (
    <EmptyState icon={TagIcon} title={words.empty.title}>
      <p>{words.empty.body}</p>
    </EmptyState>
  ) : (
    <EmptyState icon={TagIcon} title={words.noResult(prefix)} />
  );
}
