import { useState } from 'preact/hooks';
import { CopyButton } from '../../parts/copy-button/copy-button.js';
import { PlusIcon } from '../../parts/icon/icons.js';
import { text } from '../../text/en.js';

/** Opens the form for a new link with the address and the title of the page that it is used on. */
function bookmarkletFor(page: string): string {
  const target = JSON.stringify(`${page}#/new?url=`);
  const code =
    `void open(${target}+encodeURIComponent(location.href)+` +
    `'&title='+encodeURIComponent(document.title))`;
  return `javascript:${encodeURIComponent(code)}`;
}

/** A link to drag: the policy of this page forbids it to run here. */
export function Bookmarklet() {
  const words = text.settings;
  const [isHintShown, setHintShown] = useState(false);
  const address = bookmarkletFor(location.href.split(/[?#]/, 1)[0] ?? '');
  return (
    <>
      <p class="muted">{words.bookmarkletLead}</p>
      <div class="row">
        <a
          class="button button-secondary"
          href={address}
          onClick={(event) => {
            event.preventDefault();
            setHintShown(true);
          }}
        >
          <PlusIcon />
          <span>{words.bookmarkletName}</span>
        </a>
        <CopyButton value={address} what={words.bookmarkletCopy} />
      </div>
      <p class="muted" role="status">
        {isHintShown && words.bookmarkletHint}
      </p>
    </>
  );
}
