import type { EntityManager } from 'typeorm';
import type { Link } from './link.entity.js';

const COLUMNS = [
  'id',
  'key',
  'url',
  'redirectStatus',
  'cacheSeconds',
  'forwardQuery',
  'validFromMs',
  'expiresAtMs',
  'disabled',
  'maxClicks',
  'deletedAtMs',
] as const satisfies readonly (keyof Link)[];

/** The part of a link that a redirect needs: what instances keep in memory. */
export type RedirectTarget = Pick<Link, (typeof COLUMNS)[number]>;

const SELECT = `SELECT ${COLUMNS.map((name) => `\`${name}\``).join(', ')} FROM \`link\` WHERE \`key\` = ?`;

/** As drivers hand it over: with numbers for truth values. */
type Row = Omit<RedirectTarget, 'forwardQuery' | 'disabled'> &
  Record<'forwardQuery' | 'disabled', number>;

/** By hand, since every redirect that is not in memory asks for it: TypeORM takes longer to build it than MySQL to answer. */
export async function selectTarget(
  manager: EntityManager,
  key: string,
): Promise<RedirectTarget | null> {
  const [row] = await manager.query<Row[]>(SELECT, [key]);
  if (row === undefined) return null;
  return { ...row, forwardQuery: row.forwardQuery === 1, disabled: row.disabled === 1 };
}
