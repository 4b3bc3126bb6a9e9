// Loaded into each instance by a test, so that it can be asked on its own: under PM2 all share one port.
import cluster from 'node:cluster';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { join } from 'node:path';

const directory = process.env.DIRECT_SOCKETS;

if (cluster.isWorker && directory !== undefined) {
  const { createServer } = http;
  http.createServer = (...options) => {
    const server = createServer(...options);
    server.once('listening', () => {
      const direct = net.createServer((socket) => server.emit('connection', socket));
      direct.listen({ path: join(directory, `${process.pid}.sock`), exclusive: true }).unref();
    });
    return server;
  };
  syncBuiltinESMExports();
}
