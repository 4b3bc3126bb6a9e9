import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('job')
export class Job {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  name: string;

  /** By the database's clock. */
  @Column({ type: 'bigint' })
  nextRunAtMs: number;
}
