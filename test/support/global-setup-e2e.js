import { findMysqlClients, findNginx, findPromtool, findZbarimg } from './programs.js';
import { reportMissing, startSharedInstances } from './test-run.js';

export default async function setUpE2e() {
  await startSharedInstances();
  if (findNginx() === undefined) reportMissing('nginx');
  if (findZbarimg() === undefined) reportMissing('zbarimg');
  if (findPromtool() === undefined) reportMissing('promtool');
  if (findMysqlClients() === undefined) reportMissing('mysqldump');
}
