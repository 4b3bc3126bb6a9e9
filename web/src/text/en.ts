import { editLink } from './en/edit-link.js';
import { frame } from './en/frame.js';
import { instances } from './en/instances.js';
import { keys } from './en/keys.js';
import { link } from './en/link.js';
import { linkForm } from './en/link-form.js';
import { links } from './en/links.js';
import { newLink } from './en/new-link.js';
import { overview } from './en/overview.js';
import { parts } from './en/parts.js';
import { problems } from './en/problems.js';
import { settings } from './en/settings.js';
import { shortcuts } from './en/shortcuts.js';
import { signIn } from './en/sign-in.js';
import { statistics } from './en/statistics.js';
import { tags } from './en/tags.js';

/** Every text of the page in English. Another language is another object of this type. */
export const text = {
  editLink,
  frame,
  instances,
  keys,
  link,
  linkForm,
  links,
  newLink,
  overview,
  parts,
  problems,
  settings,
  shortcuts,
  signIn,
  statistics,
  tags,
} as const;
