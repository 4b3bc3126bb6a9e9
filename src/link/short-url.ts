export function toShortUrl(publicUrl: string, key: string): string {
  return `${publicUrl}/${encodeURIComponent(key)}`;
}
