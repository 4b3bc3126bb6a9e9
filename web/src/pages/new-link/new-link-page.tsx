import { useRef, useState } from 'preact/hooks';
import { Choices } from '../../parts/field/field.js';
import { place } from '../../route.js';
import { text } from '../../text/en.js';
import { ManyLinks } from './many-links.js';
import { OneLink } from './one-link.js';
import './new-link.css';

export default function NewLinkPage() {
  const { query } = place.value;
  const [isMany, setMany] = useState(query.has('many'));
  const shown = useRef({ one: false, many: false });
  shown.current[isMany ? 'many' : 'one'] = true;
  const words = text.newLink;
  return (
    <div class="page-narrow">
      <div class="page-head">
        <h1>{words.title}</h1>
        <Choices
          label={words.mode}
          isLabelHidden
          value={isMany ? 'many' : 'one'}
          options={[
            ['one', words.one],
            ['many', words.many],
          ]}
          onChange={(mode) => setMany(mode === 'many')}
        />
      </div>
      {/* What has been entered stays while one looks at the other form. */}
      {shown.current.one && (
        <div hidden={isMany}>
          <OneLink
            url={query.get('url') ?? ''}
            title={query.get('title') ?? ''}
            alias={query.get('alias') ?? ''}
          />
        </div>
      )}
      {shown.current.many && (
        <div hidden={!isMany}>
          <ManyLinks />
        </div>
      )}
    </div>
  );
}
