import { useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import { readableShortUrl, type Link } from '../../api/link.js';
import { hasScope } from '../../api/session.js';
import { formatDuration } from '../../format.js';
import { Button, ButtonLink } from '../../parts/button/button.js';
import { confirm } from '../../parts/confirm/confirm.js';
import { CopyButton, copyText } from '../../parts/copy-button/copy-button.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { EditIcon, PauseIcon, PlayIcon, QrIcon, TrashIcon } from '../../parts/icon/icons.js';
import { QrDialog } from '../../parts/qr-code/qr-dialog.js';
import { Destination } from '../../parts/table/destination.js';
import { StateBadge } from '../../parts/table/state-badge.js';
import { TagList } from '../../parts/tag-list/tag-list.js';
import { toast } from '../../parts/toast/toast.js';
import { editHref, navigate, toHref } from '../../route.js';
import { useShortcuts } from '../../shortcuts.js';
import { text } from '../../text/en.js';

interface LinkHeadProps {
  readonly link: Link;
  readonly onChange: (link: Link) => void;
}

/** Says which link it is, and what can be done with it. */
export function LinkHead({ link, onChange }: LinkHeadProps) {
  const { key, shortUrl, url, title, tags, state } = link;
  return (
    <header class="link-head">
      <div class="link-names">
        <div class="link-title">
          <h1 dir="ltr">{readableShortUrl(shortUrl)}</h1>
          <CopyButton value={shortUrl} what={text.link.shortUrl} />
          <StateBadge state={state} />
        </div>
        {title !== null && (
          <p class="link-name">
            <bdi>{title}</bdi>
          </p>
        )}
        <div class="link-destination" aria-label={text.link.destination}>
          <span aria-hidden="true">→</span>
          <Destination url={url} isLink />
        </div>
        {tags.length > 0 && <TagList tags={tags} hrefOf={(tag) => toHref('/links', { tag })} />}
      </div>
      <LinkActions key={key} link={link} onChange={onChange} />
    </header>
  );
}

function LinkActions({ link, onChange }: LinkHeadProps) {
  const [isQrShown, setQrShown] = useState(false);
  const canWrite = hasScope('links:write');
  const words = text.link;
  const change = useAction(async () => {
    const start = performance.now();
    const changed = await setDisabled(link, !link.disabled);
    onChange(changed);
    const say = changed.disabled ? words.disabled : words.enabled;
    toast(say(link.key, formatDuration(performance.now() - start)));
  });
  const remove = useAction(async () => {
    if (!(await confirmDeletion(link))) return;
    const start = performance.now();
    await deleteLink(link.key);
    navigate(toHref('/links'));
    toast(words.deleted(link.key, formatDuration(performance.now() - start)));
  });
  useShortcuts({
    q: () => setQrShown(true),
    c: () => void copyText(link.shortUrl).then((isCopied) => isCopied && toast(text.parts.copied)),
    ...(canWrite && { e: () => navigate(editHref(link.key)) }),
  });
  const error = change.error ?? remove.error;
  return (
    <div class="link-actions">
      <div class="row">
        <Button icon={QrIcon} onClick={() => setQrShown(true)}>
          {words.qr}
        </Button>
        {canWrite && (
          <>
            <ButtonLink icon={EditIcon} href={editHref(link.key)}>
              {words.edit}
            </ButtonLink>
            <Button
              icon={link.disabled ? PlayIcon : PauseIcon}
              isBusy={change.isRunning}
              onClick={() => void change.run()}
            >
              {link.disabled ? words.enable : words.disable}
            </Button>
            <Button icon={TrashIcon} isBusy={remove.isRunning} onClick={() => void remove.run()}>
              {words.remove}
            </Button>
          </>
        )}
      </div>
      {error && <ErrorBox error={error} />}
      {isQrShown && <QrDialog link={link} onClose={() => setQrShown(false)} />}
    </div>
  );
}

function setDisabled({ key }: Link, disabled: boolean): Promise<Link> {
  const init = { params: { path: { key } }, body: { disabled } };
  return take(api.PATCH('/api/v1/links/{key}', init));
}

async function deleteLink(key: string): Promise<void> {
  await take(api.DELETE('/api/v1/links/{key}', { params: { path: { key } } }));
}

const RECENTLY_MS = 30 * 86_400_000;

/** A link that is in use has to be named, because its key is lost for ever. */
function confirmDeletion({ key, lastClickedAt }: Link): Promise<boolean> {
  const words = text.link;
  const isInUse = lastClickedAt !== null && Date.now() - Date.parse(lastClickedAt) < RECENTLY_MS;
  return confirm({
    title: words.deleteTitle(key),
    body: (
      <>
        <p>{words.deleteBody}</p>
        {isInUse && <p>{words.deleteInUse}</p>}
      </>
    ),
    action: words.deleteAction,
    isDangerous: true,
    ...(isInUse && { typedWord: key }),
  });
}
