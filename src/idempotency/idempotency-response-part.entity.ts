import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A part of a stored response. A TEXT column of MySQL is too short for all of it. */
@Entity('idempotency_response_part')
export class IdempotencyResponsePart {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @PrimaryColumn({ type: 'int' })
  part: number;

  @Column({ type: 'text' })
  text: string;
}
