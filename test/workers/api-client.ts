import createClient, { type Client, type Middleware } from 'openapi-fetch';
// Made from the served document while the test runs.
import type { operations, paths } from './api-types.js';

type Api = Client<paths>;
type Call = (api: Api) => Promise<readonly unknown[]>;

const KEY = 'by-client';
const ofKey = { params: { path: { key: KEY } } };

/** One call of each operation there is, in this order, and what is to be seen of its answer. */
const CALLS = {
  isLive: async (api) => {
    const { response, data } = await api.GET('/health/live');
    return [response.status, data?.status];
  },
  isReady: async (api) => {
    const { response, data } = await api.GET('/health/ready');
    return [response.status, data?.status];
  },
  readRobots: async (api) => {
    const { response, data } = await api.GET('/robots.txt', { parseAs: 'text' });
    return [response.status, data?.split('\n')[0]];
  },
  readMetrics: async (api) => {
    const { response, data } = await api.GET('/metrics', { parseAs: 'text' });
    return [response.status, data?.split(' ', 1)[0]];
  },
  createLink: async (api) => {
    const { response, data } = await api.POST('/api/v1/links', {
      body: { url: 'https://example.com/a?b=c', alias: KEY, tags: ['one', 'two'], title: null },
    });
    return [
      response.status,
      data?.key,
      data?.clicks.total,
      data?.tags,
      data?.expiresAt,
      data?.createdBy?.name,
      data?.lastClickedAt,
    ];
  },
  createLinks: async (api) => {
    const { response, data } = await api.POST('/api/v1/links/bulk', {
      params: { header: { 'Idempotency-Key': 'by-client' } },
      body: { links: [{ url: 'https://example.com/' }, { url: 'javascript:alert(1)' }] },
    });
    const [first, second] = data?.results ?? [];
    return [response.status, first?.link?.url, second?.problem?.status];
  },
  putLink: async (api) => {
    const { response, data } = await api.PUT('/api/v1/links/by-external-id/{externalId}', {
      params: { path: { externalId: 'client/4711' }, header: { 'If-None-Match': '*' } },
      body: { url: 'https://example.com/4711' },
    });
    return [response.status, data?.externalId];
  },
  listLinks: async (api) => {
    const { response, data } = await api.GET('/api/v1/links', {
      params: {
        query: {
          tag: ['one', 'two'],
          anyTag: ['one'],
          limit: 5,
          order: 'createdAt',
          state: 'active',
        },
      },
    });
    return [response.status, data?.items.map(({ key }) => key), data?.nextCursor];
  },
  readLink: async (api) => {
    const { response, data } = await api.GET('/api/v1/links/{key}', ofKey);
    return [response.status, data?.url, data?.version];
  },
  updateLink: async (api) => {
    const { response, data } = await api.PATCH('/api/v1/links/{key}', {
      params: { ...ofKey.params, header: { 'If-Match': '"1"' } },
      body: { redirectStatus: 307, title: 'Changed' },
    });
    return [response.status, data?.title, data?.redirectStatus];
  },
  followLink: async (api) => {
    const { response } = await api.GET('/{key}', { ...ofKey, redirect: 'manual' });
    return [response.status, response.headers.get('location')];
  },
  previewLink: async (api) => {
    const { response, data } = await api.GET('/{key}+', {
      ...ofKey,
      headers: { Accept: 'application/json' },
    });
    return [response.status, typeof data === 'object' && data.destinations];
  },
  readIconAsSvg: async (api) => {
    const { response, data } = await api.GET('/favicon.svg', { parseAs: 'text' });
    return [response.status, data?.slice(0, 4)];
  },
  readIconAsIco: async (api) => {
    const { response } = await api.GET('/favicon.ico', { parseAs: 'arrayBuffer' });
    return [response.status, response.headers.get('content-type') ?? undefined];
  },
  readHome: async (api) => {
    const { response, data } = await api.GET('/', { parseAs: 'text' });
    return [response.status, data?.slice(0, 15)];
  },
  readLinkStats: async (api) => {
    const { response, data } = await api.GET('/api/v1/links/{key}/stats', {
      params: { ...ofKey.params, query: { unit: 'week', timezone: 'Europe/Berlin', top: 3 } },
    });
    return [response.status, data?.unit, data?.series.length, data?.clicks.prefetches];
  },
  readLinkStatsAsCsv: async (api) => {
    const { response, data } = await api.GET('/api/v1/links/{key}/stats.csv', {
      ...ofKey,
      parseAs: 'text',
    });
    return [response.status, data?.split('\r\n')[0]];
  },
  readQrCodeAsSvg: async (api) => {
    const { response, data } = await api.GET('/api/v1/links/{key}/qr.svg', {
      ...ofKey,
      parseAs: 'text',
    });
    return [response.status, data?.slice(0, 5)];
  },
  readQrCodeAsPng: async (api) => {
    const { response } = await api.GET('/api/v1/links/{key}/qr.png', {
      params: { ...ofKey.params, query: { size: 200, ecc: 'H' } },
      parseAs: 'arrayBuffer',
    });
    return [response.status, response.headers.get('content-type') ?? undefined];
  },
  readStats: async (api) => {
    const { response, data } = await api.GET('/api/v1/admin/stats');
    return [response.status, data?.links.total];
  },
  listTopLinks: async (api) => {
    const { response, data } = await api.GET('/api/v1/admin/stats/top-links', {
      params: { query: { limit: 1 } },
    });
    return [response.status, Array.isArray(data?.items)];
  },
  listInstances: async (api) => {
    const { response, data } = await api.GET('/api/v1/admin/instances');
    return [response.status, data?.items.length, data?.items[0]?.clicks.lost];
  },
  changeLinks: async (api) => {
    const { response, data } = await api.POST('/api/v1/links/bulk-change', {
      body: { keys: [KEY, 'none'], change: { addTags: ['three'], note: null } },
    });
    const [first, second] = data?.results ?? [];
    return [response.status, first?.link?.tags, second?.problem?.status];
  },
  deleteLinks: async (api) => {
    const { response, data } = await api.POST('/api/v1/links/bulk-delete', {
      params: { header: { 'Idempotency-Key': 'deleted-by-client' } },
      body: { keys: ['none'] },
    });
    return [response.status, data?.results[0]?.key, data?.results[0]?.problem?.status];
  },
  listTags: async (api) => {
    const { response, data } = await api.GET('/api/v1/tags', {
      params: { query: { prefix: 'th', limit: 5 } },
    });
    return [response.status, data?.items, data?.nextCursor];
  },
  renameTag: async (api) => {
    const { response, data } = await api.POST('/api/v1/tags/rename', {
      body: { from: 'three', to: 'four' },
    });
    return [response.status, data?.changed, data?.isDone];
  },
  readTagStats: async (api) => {
    const { response, data } = await api.GET('/api/v1/tags/{tag}/stats', {
      params: { path: { tag: 'four' }, query: { unit: 'month' } },
    });
    return [response.status, data?.unit, typeof data?.clicks.humans];
  },
  deleteTag: async (api) => {
    const { response, data } = await api.POST('/api/v1/tags/delete', { body: { tag: 'none' } });
    return [response.status, data?.changed, data?.isDone];
  },
  createApiKey: async (api) => {
    const { response, data } = await api.POST('/api/v1/admin/api-keys', {
      body: { name: 'made by a client', scopes: ['links:read'] },
    });
    return [response.status, data?.scopes, data?.key.startsWith('shortcore_')];
  },
  listApiKeys: async (api) => {
    const { response, data } = await api.GET('/api/v1/admin/api-keys');
    return [response.status, data?.items.at(-1)?.name];
  },
  createSession: async (api) => {
    const { response, data } = await api.POST('/api/v1/session', {
      body: { apiKey: 'not-a-key', remember: true },
    });
    return [response.status, data?.name];
  },
  readSession: async (api) => {
    const { response, error } = await api.GET('/api/v1/session');
    return [response.status, error?.type];
  },
  deleteSession: async (api) => {
    const { response, error } = await api.DELETE('/api/v1/session');
    return [response.status, error?.title];
  },
  revokeApiKey: async (api) => {
    const { data } = await api.GET('/api/v1/admin/api-keys');
    const path = { id: data?.items.at(-1)?.id ?? '' };
    const { response } = await api.DELETE('/api/v1/admin/api-keys/{id}', { params: { path } });
    return [response.status];
  },
  deleteLink: async (api) => {
    const { response } = await api.DELETE('/api/v1/links/{key}', ofKey);
    const { error } = await api.GET('/api/v1/links/{key}', ofKey);
    return [response.status, error?.type];
  },
} satisfies Record<keyof operations, Call>;

/** What the calls answered, and which operations they reached: `GET /api/v1/links`, say. */
export async function drive(
  baseUrl: string,
  apiKey: string,
): Promise<{ answers: Record<string, readonly unknown[]>; reached: string[] }> {
  const reached = new Set<string>();
  const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${apiKey}` } });
  const remember: Middleware = {
    onRequest: ({ request, schemaPath }) => {
      reached.add(`${request.method} ${schemaPath}`);
    },
  };
  api.use(remember);
  const answers: Record<string, readonly unknown[]> = {};
  for (const [operation, call] of Object.entries<Call>(CALLS)) answers[operation] = await call(api);
  return { answers, reached: [...reached] };
}
