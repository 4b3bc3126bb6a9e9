import { readableShortUrl } from '../../api/link.js';
import { Button } from '../../parts/button/button.js';
import { CopyButton } from '../../parts/copy-button/copy-button.js';
import { DownloadIcon } from '../../parts/icon/icons.js';
import { Destination } from '../../parts/table/destination.js';
import { text } from '../../text/en.js';
import { toCsv, type MadeLine, type RefusedLine } from './lines.js';

const MAX_SHOWN = 100;

interface ResultsProps {
  readonly made: readonly MadeLine[];
  readonly refused: readonly RefusedLine[];
}

export function Results({ made, refused }: ResultsProps) {
  const words = text.newLink.bulk;
  return (
    <div role="status" class="stack">
      {refused.length > 0 && (
        <section class="error-box">
          <div>
            <p class="error-title">{words.refused(refused.length)}</p>
            <table class="table results-refused">
              <caption class="visually-hidden">{words.refusedCaption}</caption>
              <thead>
                <tr>
                  <th scope="col">{words.line}</th>
                  <th scope="col">{words.reason}</th>
                </tr>
              </thead>
              <tbody>
                {refused.slice(0, MAX_SHOWN).map(({ number, text, reason }) => (
                  <tr key={number}>
                    <th scope="row">
                      {number}. <bdi>{text}</bdi>
                    </th>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {refused.length > MAX_SHOWN && <p>{words.shownOnly(MAX_SHOWN)}</p>}
          </div>
        </section>
      )}
      {made.length > 0 && <Made made={made} refused={refused} />}
    </div>
  );
}

function Made({ made, refused }: ResultsProps) {
  const words = text.newLink.bulk;
  return (
    <section class="card">
      <div class="results-head">
        <h2>{words.made(made.length)}</h2>
        <Button icon={DownloadIcon} onClick={() => download(made, refused)}>
          {words.download}
        </Button>
      </div>
      <table class="table table-cards">
        <caption class="visually-hidden">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.result}</th>
            <th scope="col">{words.destination}</th>
          </tr>
        </thead>
        <tbody>
          {made.slice(0, MAX_SHOWN).map(({ shortUrl, url }) => (
            <tr key={shortUrl}>
              <th scope="row">
                <span class="row">
                  <bdi dir="ltr">{readableShortUrl(shortUrl)}</bdi>
                  <CopyButton value={shortUrl} what={readableShortUrl(shortUrl)} />
                </span>
              </th>
              <td class="results-destination">
                <Destination url={url} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {made.length > MAX_SHOWN && <p class="muted">{words.shownOnly(MAX_SHOWN)}</p>}
    </section>
  );
}

function download(made: ResultsProps['made'], refused: ResultsProps['refused']): void {
  const words = text.newLink.bulk;
  const rows = [
    [words.line, words.result, words.destination, words.reason],
    ...made.map(({ text, shortUrl, url }) => [text, shortUrl, url, '']),
    ...refused.map(({ text, reason }) => [text, '', '', reason]),
  ];
  const blob = new Blob([toCsv(rows)], { type: 'text/csv;charset=utf-8' });
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: address, download: words.file }).click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
