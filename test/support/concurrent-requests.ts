import { Agent, get } from 'node:http';

const CONNECTIONS = 64;

/**
 * Asks for a path many times at once over connections that are kept, evenly from all of these addresses.
 * Returns how often there was which answer.
 */
export async function flood(
  baseUrls: readonly string[],
  path: string,
  count: number,
): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const statuses = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      statusOf(`${baseUrls[index % baseUrls.length]}${path}`, agent),
    ),
  );
  agent.destroy();
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function statusOf(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}
