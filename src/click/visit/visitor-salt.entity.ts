import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What makes hashes of a day's visitors worthless once it is thrown away, which it is when the day is over. */
@Entity('visitor_salt')
export class VisitorSalt {
  /** Of UTC, since 1970-01-01. */
  @PrimaryColumn({ type: 'int' })
  day: number;

  /** 32 random bytes in hex. */
  @Column({ type: 'varchar', length: 64 })
  salt: string;
}
