import { text } from '../../text/en.js';

export default function NewLinkPage() {
  return <h1>{text.newLink.title}</h1>;
}
