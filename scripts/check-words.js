// Fails on names and words that the project has replaced by the field's standard terms.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ROOT } from './paths.js';

/** Names of code, tables and columns that are gone, as whole words. */
const NAMES = [
  'Announcer|outsideAnnouncer|Mailbox|Roster|Participants?|awakeFor|Chores?|LittleByLittle|Upkeep|quietly',
  'isIntent|lettersTo|lettersAbout|addressees?|strikeOff|tellNewcomers',
  'LinkMemory|LinkReadings|UnknownKeys|Breaker|mayBeGiven|leasedBelow|spellsBlockedWord',
  'Turnstile|CONNECTIONS_BESIDE|Beside|isWorthRepeating|transact|cutHungConnections|insertFree|inBatches',
  'ClickLoop|JournalCounting|LeftBehind|Unwritten|endTurn|VisitNotes?|numberedBy|afresh|UnknownJournal|isGone',
  'RequestFacts|factsIn|peerOf|VisitMemory|sightOf|MAX_ALIKE|bareVisit|wantsPrivacy|visitorNumber',
  'SIGNS_OF_PEOPLE|HOMES_OF_SAFARI|DayTally|Tally|noCounts|DayLists|candidatesIn|daysMissing',
  'Disagreements?|objectionsTo|NeedsScope|NeededScope|ApiKeyUses|noteUse|first-api-key|Grant',
  'Allowance|Standing|assertMayTry|Keeping|KeyUsed|aliasObjection|unlessRefused|selectSame|asLink|LinkContent',
  'LinkList|sourcesFor|CreationService|LinkCreation|LinkDrafts|ShortenService|ReadService|LinkAnswers|BulkAnswers',
  'BulkItems|untilFastest|Describes[A-Z]\\w*|FrontDoor|useFrontDoor|keyIn|Drain|FAREWELL_MS|keepAddress',
  'giveRequestId|uuidButItsEnd|closeBodies|openTheRest|answersOf|complaints|verdict|Journals|RetirementStore',
  'seenAtMs|dueAtMs|click_journal|idempotent_answer|retired(?:Humans|Bots|Prefetches)',
];

/** Words of comments, messages and documents that are gone. */
const WORDS = [
  'whoever|whomever|told apart|tells? apart|little by little|front.?door|the long way|chores?|upkeep|quietly',
  'mailbox|roster|addressees?|newcomers?|bury|buried|strikes? off|struck off|lest',
  '(?:a|the|by|in) letters?|letters? to (?:itself|oneself|every|each|an? instance)|the dead',
  'worth while|sees that|has to say|takes note|take note|goes on living|sign of life|for want of better',
];

const GONE = [
  new RegExp(`(?<![\\w-])(?:${NAMES.join('|')})(?![\\w-])`, 'g'),
  new RegExp(`(?<![\\w-])(?:${WORDS.join('|')})(?![\\w-])`, 'gi'),
];

const SCANNED = /\.(?:tsx?|js|css|html|md|yml)$|^\.env\.example$/;

/** Migrations keep the names that they change. The changelog and this list name them. */
const EXEMPT =
  /\/migrations\/|^CHANGELOG\.md$|^scripts\/check-words\.js$|^test\/(check-words|database\/(migrations|standard-names))\.spec\.ts$|^package-lock/;

/**
 * The words of a text that are gone, each with its line.
 * @param {string} text
 * @returns {{ line: number, word: string }[]}
 */
export function findGoneWords(text) {
  return text.split('\n').flatMap((content, index) =>
    GONE.flatMap((pattern) => content.match(pattern) ?? []).map((word) => ({
      line: index + 1,
      word,
    })),
  );
}

/**
 * Whether a path of the repository is scanned.
 * @param {string} path
 */
export function isScanned(path) {
  return SCANNED.test(path) && !EXEMPT.test(path);
}

function main() {
  const options = /** @type {const} */ ({ cwd: ROOT, encoding: 'utf8' });
  const paths = execFileSync('git', ['ls-files'], options).split('\n').filter(isScanned);
  // The path is line 0.
  const found = paths.flatMap((path) =>
    findGoneWords(`${path.replaceAll('/', ' ')}\n${readFileSync(path, 'utf8')}`).map(
      ({ line, word }) => `${path}:${line - 1}: ${word}`,
    ),
  );
  for (const line of found) process.stdout.write(`${line}\n`);
  process.stdout.write(`${found.length} words to replace in ${paths.length} files\n`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
