import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A registered instance. Whether it still lives, others tell by `beats`: it grows while it does. */
@Entity('instance')
export class Instance {
  /** Random, and a new one for each registration. */
  @PrimaryColumn({ type: 'varchar', length: 16 })
  id: string;

  @Column({ type: 'varchar', length: 255 })
  host: string;

  @Column({ type: 'int' })
  pid: number;

  /** Of the program. */
  @Column({ type: 'varchar', length: 32 })
  version: string;

  @Column({ type: 'bigint' })
  startedAtMs: number;

  /** For people. By the clock of the instance, so nothing is decided by it. */
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

/** What an instance tells of itself with each beat. */
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
