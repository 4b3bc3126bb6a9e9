const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that may be sent as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/** Fills in a template. Text is escaped, so that it is only ever text, in an element or a quoted attribute. */
export function html(
  { raw }: TemplateStringsArray,
  ...values: readonly (string | number | Html)[]
): Html {
  return new Html(String.raw({ raw }, ...values.map(toMarkup)));
}

function toMarkup(value: string | number | Html): string {
  if (value instanceof Html) return value.text;
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
