import { SERVICE_URL } from '../../api/connection.js';
import type { Settings } from '../../settings.js';

type QrSettings = Pick<
  Settings,
  'qrSize' | 'qrMargin' | 'qrCorrection' | 'qrColor' | 'qrBackground'
>;

/** The address of the QR code of a short URL, as the settings say. */
export function qrAddress(
  key: string,
  format: 'svg' | 'png',
  settings: QrSettings,
  isDownload = false,
): string {
  const query = new URLSearchParams({
    size: String(settings.qrSize),
    margin: String(settings.qrMargin),
    ecc: settings.qrCorrection,
    color: settings.qrColor.slice(1),
    background: settings.qrBackground.slice(1),
    ...(isDownload && { download: 'true' }),
  });
  return `${SERVICE_URL}/api/v1/links/${encodeURIComponent(key)}/qr.${format}?${query.toString()}`;
}
