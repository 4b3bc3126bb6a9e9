import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The state from which all instances generate keys. The table has one row. */
@Entity('counter')
export class Counter {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  name: string;

  @Column({ type: 'bigint' })
  next: number;

  /** The length of the first keys. It never changes, because it decides which key an id has. */
  @Column({ type: 'int' })
  keyLength: number;

  /** The key of the permutation that turns ids into keys: 32 bytes in hex. */
  @Column({ type: 'varchar', length: 64 })
  secret: string;
}
