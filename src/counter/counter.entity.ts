import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The state from which all instances generate keys. The table has one row. */
@Entity('counter')
export class Counter {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  name: string;

  /** The first id that is in no block yet. */
  @Column({ type: 'bigint' })
  next: number;

  /** The length of the first keys. It never changes, because ids have other keys under another length. */
  @Column({ type: 'int' })
  keyLength: number;

  /** The key of the permutation that turns ids into keys: 32 bytes in hex. */
  @Column({ type: 'varchar', length: 64 })
  secret: string;
}
