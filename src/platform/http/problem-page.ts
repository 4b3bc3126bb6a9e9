import type { Problem } from '../errors/problem.js';
import type { ProblemCode } from '../errors/problems.js';
import { html } from './html.js';
import type { VisitorPage } from './visitor-page.js';

/** What a visitor can do. */
const ADVICE: Readonly<Partial<Record<ProblemCode, string>>> = {
  'link-not-found':
    'There is no short link at this address. Check it for typing errors; capital and small letters differ.',
  'link-gone':
    'It has expired, or was switched off or deleted. The person who gave it to you may have a new one.',
};
const OTHER_ADVICE = 'There is no page at this address.';

/** A problem as visitors see it. */
export function problemPage({ code, status, title }: Problem): VisitorPage {
  const content = html`
    <p class="code">${status}</p>
    <h1>${title}</h1>
    <p>${ADVICE[code] ?? OTHER_ADVICE}</p>
  `;
  return { title, content };
}
