import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SslOptions } from 'mysql2';
import type { TlsSettings } from '../config/database-url.js';
import { StartError } from '../config/start-error.js';

/** What the driver is told, so that it never falls back to an unencrypted connection. */
export function tlsOptions(tls: TlsSettings | undefined): SslOptions | undefined {
  if (tls === undefined) return undefined;
  const { mode, caFile } = tls;
  return {
    ...(caFile !== undefined && { ca: readCertificates(caFile) }),
    // As MySQL's clients of old, REQUIRED checks the certificate if there is something to check it by.
    rejectUnauthorized: mode !== 'REQUIRED' || caFile !== undefined,
    verifyIdentity: mode === 'VERIFY_IDENTITY',
  };
}

function readCertificates(path: string): string {
  try {
    const certificates = readFileSync(path, 'utf8');
    // The driver would take a file without certificates for none.
    void new X509Certificate(certificates);
    return certificates;
  } catch (error) {
    throw StartError.because('DATABASE_URL: the file of ssl-ca cannot be used', error);
  }
}
