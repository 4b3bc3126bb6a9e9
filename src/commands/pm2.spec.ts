import { describe, expect, it } from '@jest/globals';
import { pm2Environment } from './pm2.js';

const HOME = '/data/pm2-3000';
const OWN = {
  PM2_HOME: HOME,
  PM2_DISABLE_VERSION_CHECK: 'true',
  NODE_CLUSTER_SCHED_POLICY: 'rr',
};

describe(pm2Environment.name, () => {
  it.each(['PM2_HOME', 'PM2_USAGE', 'PM2_KILL_SIGNAL', 'NODE_APP_INSTANCE'])('drops %s', (name) => {
    expect(pm2Environment({ [name]: 'x' }, HOME, 'round-robin')).toEqual(OWN);
  });

  it.each([
    'name',
    'namespace',
    'pm_id',
    'pm_out_log_path',
    'pmx',
    'instances',
    'exec_mode',
    'status',
    'unique_id',
    'windowsHide',
    'args',
    'node_args',
    'watch',
  ])('drops the field %s of an application', (name) => {
    expect(pm2Environment({ [name]: 'x' }, HOME, 'round-robin')).toEqual(OWN);
  });

  it.each([
    ['round-robin', 'rr'],
    ['shared-socket', 'none'],
  ] as const)('has the setting %s decide who accepts connections', (balancing, policy) => {
    const others = { NODE_CLUSTER_SCHED_POLICY: 'other' };
    expect(pm2Environment(others, HOME, balancing)).toEqual({
      ...OWN,
      NODE_CLUSTER_SCHED_POLICY: policy,
    });
  });

  it.each([
    'PATH',
    'NODE_OPTIONS',
    'DATABASE_URL',
    '_',
    'https_proxy',
    'no_proxy',
    'npm_config_cache',
  ])('keeps %s', (name) => {
    expect(pm2Environment({ [name]: 'x' }, HOME, 'round-robin')).toEqual({ ...OWN, [name]: 'x' });
  });
});
