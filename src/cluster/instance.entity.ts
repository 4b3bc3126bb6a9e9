import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A registered instance. Other instances see by `heartbeats` whether it is live. */
@Entity('instance')
export class Instance {
  /** Random, and new for each registration. */
  @PrimaryColumn({ type: 'varchar', length: 16 })
  id: string;

  @Column({ type: 'varchar', length: 255 })
  host: string;

  @Column({ type: 'int' })
  pid: number;

  @Column({ type: 'varchar', length: 32 })
  version: string;

  @Column({ type: 'bigint' })
  startedAtMs: number;

  /** For display only, because it is by the clock of the instance. */
  @Column({ type: 'bigint' })
  lastHeartbeatAtMs: number;

  @Column({ type: 'bigint' })
  heartbeats: number;

  @Column({ type: 'bigint' })
  cacheSize: number;

  @Column({ type: 'bigint' })
  cacheHits: number;

  @Column({ type: 'bigint' })
  cacheMisses: number;

  @Column({ type: 'bigint' })
  cacheEvictions: number;

  @Column({ type: 'bigint', default: 0 })
  clicksRecorded: number;

  @Column({ type: 'bigint', default: 0 })
  clicksPending: number;

  @Column({ type: 'bigint', default: 0 })
  clicksLost: number;
}

export type InstanceMetrics = Pick<
  Instance,
  | 'cacheSize'
  | 'cacheHits'
  | 'cacheMisses'
  | 'cacheEvictions'
  | 'clicksRecorded'
  | 'clicksPending'
  | 'clicksLost'
>;
