import { CLICK_CLASSES, type ClickClass, type Visit } from '../visit/visit.js';
import { DEVICES, type Device } from '../visit/user-agent.js';

const FIELD_COUNT = 7;
const VISITOR = /^\d{1,15}$/;
/** Or nothing, for what is not known. Blocks that a file system lost are zeros. */
const NAME = /^[^\p{Cc}]*$/u;

/** A visit as a journal tells of it, and the number by which the latest one knows it. */
export class EncodedVisit {
  readonly text: string;
  /** What gave it its number, if anything did. */
  definedIn: object | undefined;
  number = '';

  constructor(visit: Visit) {
    this.text = encodeVisit(visit);
  }
}

/** Fields between tabs. What is not known is an empty one. */
function encodeVisit(visit: Visit): string {
  const { visitor, referrer, country, browser, operatingSystem, device } = visit;
  const fields = [visit.class, visitor, referrer, country, browser, operatingSystem, device];
  return fields.map((field) => field ?? '').join('\t');
}

/** @returns `undefined` for what is not the text of a note. */
export function decodeVisit(text: string): Visit | undefined {
  const fields = text.split('\t');
  const [clickClass = '', visitor = '', ...rest] = fields;
  if (fields.length !== FIELD_COUNT || !isClickClass(clickClass)) return undefined;
  if (visitor !== '' && !VISITOR.test(visitor)) return undefined;
  if (!rest.every((field) => NAME.test(field))) return undefined;
  const [referrer = null, country = null, browser = null, operatingSystem = null, device = null] =
    rest.map((field) => (field === '' ? null : field));
  if (!isDevice(device)) return undefined;
  return {
    class: clickClass,
    visitor: visitor === '' ? null : Number(visitor),
    referrer,
    country,
    browser,
    operatingSystem,
    device,
  };
}

function isDevice(text: string | null): text is Device | null {
  return text === null || (DEVICES as readonly string[]).includes(text);
}

function isClickClass(text: string): text is ClickClass {
  return (CLICK_CLASSES as readonly string[]).includes(text);
}
