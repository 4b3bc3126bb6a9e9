import { Agent, get } from 'node:http';

const CONNECTIONS = 64;

/** Requests a path over keep-alive connections, distributed evenly over the addresses. Returns a count for each status. */
export async function requestMany(
  baseUrls: readonly string[],
  path: string,
  count: number,
): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const statuses = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      getStatus(`${baseUrls[index % baseUrls.length]}${path}`, agent),
    ),
  );
  agent.destroy();
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function getStatus(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}
