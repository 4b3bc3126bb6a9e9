// Baseline of cached redirects: `node:http` with the same response from a `Map`, in the given number of processes.
import cluster from 'node:cluster';
import { serveBare } from './serve-bare.js';

const [port = '', key = '', location = '', processCount] = process.argv.slice(2);

if (cluster.isPrimary && Number(processCount) > 1) {
  for (let count = 0; count < Number(processCount); count++) cluster.fork();
} else {
  serveBare(port, key, location);
}
