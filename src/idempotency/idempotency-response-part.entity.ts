import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A part of the response to a request with an idempotency key. A TEXT column of MySQL is too short for all. */
@Entity('idempotency_response_part')
export class IdempotencyResponsePart {
  /** `IdempotencyKey.id` */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @PrimaryColumn({ type: 'int' })
  part: number;

  @Column({ type: 'text' })
  text: string;
}
