import { editLink } from './en/edit-link.js';
import { frame } from './en/frame.js';
import { linkForm } from './en/link-form.js';
import { links } from './en/links.js';
import { newLink } from './en/new-link.js';
import { parts } from './en/parts.js';
import { problems } from './en/problems.js';
import { settings } from './en/settings.js';
import { shortcuts } from './en/shortcuts.js';
import { signIn } from './en/sign-in.js';

/** Every text of the page in English. Another language is another object of this type. */
export const text = {
  editLink,
  frame,
  linkForm,
  links,
  newLink,
  parts,
  problems,
  settings,
  shortcuts,
  signIn,
} as const;
