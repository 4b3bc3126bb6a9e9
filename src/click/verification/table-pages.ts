import { MoreThan, type EntityManager } from 'typeorm';
import { LinkClicks } from '../link-clicks.entity.js';
import { ClickDay } from '../rollup/click-day.entity.js';

const ROWS_AT_A_TIME = 1_000;

/** All rows, the days of a link always on one page. */
export async function* daysByLink(manager: EntityManager): AsyncGenerator<ClickDay[]> {
  let carried: ClickDay[] = [];
  for (;;) {
    const last = carried.at(-1);
    const select = manager
      .createQueryBuilder(ClickDay, 'row')
      .orderBy('row.linkId')
      .addOrderBy('row.day');
    if (last !== undefined) {
      select.where('row.linkId >= :linkId AND (row.linkId > :linkId OR row.day > :day)', last);
    }
    const page = [...carried, ...(await select.limit(ROWS_AT_A_TIME).getMany())];
    if (page.length === carried.length) break;
    const lastId = page.at(-1)?.linkId;
    carried = page.filter(({ linkId }) => linkId === lastId);
    yield page.filter(({ linkId }) => linkId !== lastId);
  }
  yield carried;
}

export async function* totalsByLink(manager: EntityManager): AsyncGenerator<LinkClicks[]> {
  let linkId = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const page = await manager.find(LinkClicks, {
      where: { linkId: MoreThan(linkId) },
      order: { linkId: 'ASC' },
      take: ROWS_AT_A_TIME,
    });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    ({ linkId } = last);
  }
}
