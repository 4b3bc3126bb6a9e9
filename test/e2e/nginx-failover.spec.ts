import { afterEach, describe, expect, it } from '@jest/globals';
import { FailingServers, type Failure } from '../support/failing-servers.js';
import { startNginx, type Nginx } from '../support/nginx.js';
import { freePort } from '../support/ports.js';
import { findNginx } from '../support/programs.js';

const program = findNginx();
const describeWithNginx = program === undefined ? describe.skip : describe;

const UNANSWERED = ['before it answers', 'within the headers'] as const satisfies Failure[];
const REPEATS = 6;

describeWithNginx('nginx with docker/nginx.conf, when a server fails', () => {
  let servers: FailingServers;
  let nginx: Nginx;

  afterEach(async () => {
    await nginx?.stop();
    servers.stop();
  });

  async function send(method: string, failure: Failure, path = '/abc'): Promise<Response> {
    servers = await FailingServers.start(2, failure);
    nginx = await startNginx(program ?? '', servers.hosts);
    const body = method === 'GET' || method === 'HEAD' ? {} : { body: '{}' };
    return fetch(nginx.url + path, { method, redirect: 'manual', ...body });
  }

  describe.each(UNANSWERED)('%s', (failure) => {
    it.each(['GET', 'HEAD', 'PUT', 'DELETE'])('the other one answers a %s', async (method) => {
      expect((await send(method, failure)).status).toBe(204);
      expect(servers.receivedCount).toBe(2);
    });

    it.each(['POST', 'PATCH'])('a %s is not sent again', async (method) => {
      expect((await send(method, failure)).status).toBe(502);
      expect(servers.receivedCount).toBe(1);
    });
  });

  it('within the body, the connection of the client ends before the answer', async () => {
    const response = await send('GET', 'within the body');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(servers.receivedCount).toBe(1);
  });

  it('and is silent, the other one answers a redirect after ten seconds', async () => {
    const startedAtMs = performance.now();
    expect((await send('GET', 'silent')).status).toBe(204);
    expect(performance.now() - startedAtMs).toBeGreaterThan(9_500);
    expect(servers.receivedCount).toBe(2);
  });

  it('and listens no more, the other one answers all, a POST too', async () => {
    servers = await FailingServers.start(1, 'before it answers');
    // The first request is lost, so that it does not disturb the others.
    const [host = ''] = servers.hosts;
    await fetch(`http://${host}/abc`).catch(() => {});
    nginx = await startNginx(program ?? '', [host, `127.0.0.1:${await freePort()}`]);
    for (let count = 0; count < REPEATS; count++) {
      const { status } = await fetch(`${nginx.url}/api/v1/links`, { method: 'POST', body: '{}' });
      expect(status).toBe(204);
    }
  });
});
