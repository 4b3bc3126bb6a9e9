import { text } from '../../text/en.js';

export default function LinksPage() {
  return <h1>{text.links.title}</h1>;
}
