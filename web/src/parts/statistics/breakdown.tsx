import { useState } from 'preact/hooks';
import { downloadCsv, toCsv } from '../../csv.js';
import { formatNumber, formatShare } from '../../format.js';
import { text } from '../../text/en.js';
import { Button, IconButton } from '../button/button.js';
import { Dialog } from '../dialog/dialog.js';
import { DownloadIcon } from '../icon/icons.js';

export interface BreakdownValue {
  readonly value: string | null;
  readonly clicks: number;
}

interface BreakdownProps {
  readonly title: string;
  readonly values: readonly BreakdownValue[];
  /** The clicks that all values have together, those included that are not in the list. */
  readonly total: number;
  /** The text of a value; texts from strangers are shown as they are. */
  readonly nameOf: (value: string | null) => string;
}

const SHOWN = 7;

/** The most frequent values with their shares; all of them in a dialog. */
export function Breakdown(props: BreakdownProps) {
  const { title, values, total, nameOf } = props;
  const [isOpen, setOpen] = useState(false);
  const words = text.statistics;
  const saveCsv = (): void => {
    const rows = values.map(({ value, clicks }) => [nameOf(value), clicks] as const);
    downloadCsv(`${title}.csv`, toCsv([[title, words.clicks], ...rows]));
  };
  return (
    <section class="card breakdown">
      <div class="breakdown-head">
        <h2>{title}</h2>
        {values.length > 0 && (
          <IconButton icon={DownloadIcon} isSmall label={words.csvOf(title)} onClick={saveCsv} />
        )}
      </div>
      {values.length === 0 ? (
        <p class="muted">{words.nothing}</p>
      ) : (
        <ShareBars values={values.slice(0, SHOWN)} total={total} nameOf={nameOf} />
      )}
      {values.length > SHOWN && (
        <Button variant="ghost" isSmall onClick={() => setOpen(true)}>
          {words.showAll(values.length)}
        </Button>
      )}
      {isOpen && (
        <Dialog title={title} onClose={() => setOpen(false)}>
          <ShareBars values={values} total={total} nameOf={nameOf} />
        </Dialog>
      )}
    </section>
  );
}

function ShareBars({ values, total, nameOf }: Omit<BreakdownProps, 'title'>) {
  const most = Math.max(1, ...values.map(({ clicks }) => clicks));
  return (
    <ol class="share-bars">
      {values.map(({ value, clicks }) => (
        <li key={value}>
          <span class="share-bar" style={{ width: `${(100 * clicks) / most}%` }} />
          <bdi class={value === null ? 'share-name muted' : 'share-name'} title={nameOf(value)}>
            {nameOf(value)}
          </bdi>
          <span class="share-part">{formatShare(clicks / Math.max(total, clicks))}</span>
          <span class="share-clicks">{formatNumber(clicks)}</span>
        </li>
      ))}
    </ol>
  );
}
