import type { Link } from '../../api/link.js';
import { readableShortUrl } from '../../api/link.js';
import { settings } from '../../settings.js';
import { text } from '../../text/en.js';
import { ButtonLink } from '../button/button.js';
import { CopyButton } from '../copy-button/copy-button.js';
import { Dialog } from '../dialog/dialog.js';
import { DownloadIcon } from '../icon/icons.js';
import { qrAddress } from './qr-address.js';
import { QrSettings } from './qr-settings.js';
import './qr-code.css';

interface QrDialogProps {
  readonly link: Pick<Link, 'key' | 'shortUrl'>;
  readonly onClose: () => void;
}

export function QrDialog({ link, onClose }: QrDialogProps) {
  const { key, shortUrl } = link;
  const { qr } = text.parts;
  return (
    <Dialog title={qr.title} onClose={onClose}>
      <img
        class="qr-image"
        src={qrAddress(key, 'svg', settings.value)}
        alt={qr.of(readableShortUrl(shortUrl))}
        width="240"
        height="240"
      />
      <p class="qr-url" dir="ltr">
        {readableShortUrl(shortUrl)}
      </p>
      <details class="qr-options">
        <summary>{qr.options}</summary>
        <div class="stack">
          <QrSettings />
        </div>
      </details>
      <div class="dialog-actions qr-actions">
        <CopyButton value={shortUrl} what={qr.shortUrl} isLarge />
        {(['svg', 'png'] as const).map((format) => (
          <ButtonLink
            key={format}
            icon={DownloadIcon}
            href={qrAddress(key, format, settings.value, true)}
          >
            {format.toUpperCase()}
          </ButtonLink>
        ))}
      </div>
    </Dialog>
  );
}
