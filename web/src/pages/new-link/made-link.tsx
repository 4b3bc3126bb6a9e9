import { useEffect, useRef, useState } from 'preact/hooks';
import { readableShortUrl, type Link } from '../../api/link.js';
import { formatDuration } from '../../format.js';
import { Button, ButtonLink } from '../../parts/button/button.js';
import { CopyButton } from '../../parts/copy-button/copy-button.js';
import { ChartIcon, CheckIcon, EditIcon, PlusIcon, QrIcon } from '../../parts/icon/icons.js';
import { qrAddress } from '../../parts/qr-code/qr-address.js';
import { QrDialog } from '../../parts/qr-code/qr-dialog.js';
import { Destination } from '../../parts/table/destination.js';
import { editHref, linkHref } from '../../route.js';
import { settings } from '../../settings.js';
import { text } from '../../text/en.js';

interface MadeLinkProps {
  readonly link: Link;
  readonly durationMs: number;
  readonly onAnother: () => void;
}

/** The new link, with what people do next. */
export function MadeLink({ link, durationMs, onAnother }: MadeLinkProps) {
  const words = text.newLink.made;
  const heading = useRef<HTMLHeadingElement>(null);
  const [isQrShown, setQrShown] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const shortUrl = readableShortUrl(link.shortUrl);
  return (
    <section class="made card">
      <div class="made-text">
        <h2 ref={heading} tabIndex={-1}>
          <CheckIcon size={20} />
          {words.title}
        </h2>
        <p class="made-url" dir="ltr">
          {shortUrl}
        </p>
        <Destination url={link.url} />
        <p class="muted">{words.everywhere(formatDuration(durationMs))}</p>
        <div class="row">
          <CopyButton value={link.shortUrl} what={words.shortUrl} isLarge />
          <Button icon={QrIcon} onClick={() => setQrShown(true)}>
            {text.parts.qr.title}
          </Button>
          <ButtonLink href={linkHref(link.key)} icon={ChartIcon}>
            {words.open}
          </ButtonLink>
          <ButtonLink href={editHref(link.key)} icon={EditIcon}>
            {words.edit}
          </ButtonLink>
          <Button icon={PlusIcon} variant="primary" onClick={onAnother}>
            {words.another}
          </Button>
        </div>
      </div>
      <img
        class="made-qr"
        src={qrAddress(link.key, 'svg', settings.value)}
        alt={words.qr(shortUrl)}
        width="148"
        height="148"
      />
      {isQrShown && <QrDialog link={link} onClose={() => setQrShown(false)} />}
    </section>
  );
}
