import { useRef, useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import { newIdempotencyKey } from '../../api/idempotency-key.js';
import { Button } from '../../parts/button/button.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { TextArea } from '../../parts/field/field.js';
import { TagField } from '../../parts/tag-list/tag-field.js';
import { text } from '../../text/en.js';
import {
  readLines,
  toNewLink,
  toReason,
  type Line,
  type MadeLine,
  type RefusedLine,
} from './lines.js';
import { Results } from './results.js';

/** What a call takes at most. */
const MAX_LINKS = 1000;

interface Outcome {
  readonly made: readonly MadeLine[];
  readonly refused: readonly RefusedLine[];
}

const NOTHING: Outcome = { made: [], refused: [] };

/** Makes a link of each line. Lines that are refused stay in the field, with their reasons below. */
export function ManyLinks() {
  const words = text.newLink.bulk;
  const [pasted, setPasted] = useState('');
  const [tags, setTags] = useState<readonly string[]>([]);
  const [outcome, setOutcome] = useState(NOTHING);
  const [isEmpty, setEmpty] = useState(false);
  const [doneCount, setDoneCount] = useState(0);
  const keys = useRef(new Map<string, string>());
  const lines = readLines(pasted);

  const action = useAction(async () => {
    let { made } = outcome;
    let refused: readonly RefusedLine[] = [];
    setDoneCount(0);
    for (let at = 0; at < lines.length; at += MAX_LINKS) {
      const chunk = lines.slice(at, at + MAX_LINKS);
      const result = await createLines(chunk, tags, keys.current);
      made = [...made, ...result.made];
      refused = [...refused, ...result.refused];
      setDoneCount(at + chunk.length);
      // What is made leaves the field at once, so that a failure of the next chunk repeats nothing.
      const left = [...refused, ...lines.slice(at + MAX_LINKS)];
      setPasted(left.map(({ text }) => text).join('\n'));
      setOutcome({ made, refused: refused.map((line, index) => ({ ...line, number: index + 1 })) });
    }
  });
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setEmpty(lines.length === 0);
        if (lines.length > 0) void action.run();
      }}
    >
      <TextArea
        label={words.lines}
        hint={words.linesHint}
        placeholder={words.placeholder}
        rows={10}
        isList
        value={pasted}
        onInput={setPasted}
        error={isEmpty && lines.length === 0 ? words.empty : undefined}
      />
      <TagField label={words.tags} isOptional tags={tags} onChange={setTags} />
      {action.error && <ErrorBox error={action.error} />}
      <div class="form-actions">
        <Button type="submit" variant="primary" isBusy={action.isRunning}>
          {lines.length > 1 ? words.create(lines.length) : text.newLink.create}
        </Button>
        <p class="muted" role="status">
          {action.isRunning && words.progress(doneCount, doneCount + lines.length)}
        </p>
      </div>
      <Results {...outcome} />
    </form>
  );
}

/** @throws ApiError if none of the lines was made. */
async function createLines(
  lines: readonly Line[],
  tags: readonly string[],
  keys: Map<string, string>,
): Promise<Outcome> {
  const body = { links: lines.map((line) => toNewLink(line, tags)) };
  const text = JSON.stringify(body);
  // The same chunk after a lost answer has the same key, so that it is not made twice.
  const key = keys.get(text) ?? newIdempotencyKey();
  keys.set(text, key);
  const call = api.POST('/api/v1/links/bulk', {
    params: { header: { 'Idempotency-Key': key } },
    body,
  });
  const { results } = await take(call);
  keys.delete(text);
  const made: MadeLine[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, { link, problem }] of results.entries()) {
    const line = lines[index];
    if (line === undefined) continue;
    if (link !== undefined) made.push({ ...line, shortUrl: link.shortUrl, url: link.url });
    if (problem !== undefined) refused.push({ ...line, reason: toReason(problem) });
  }
  return { made, refused };
}
