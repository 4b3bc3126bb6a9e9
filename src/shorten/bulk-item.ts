import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { invalidFields, Problem } from '../errors/problem.js';
import { prototypeNameErrors } from '../http/prototype-names.js';
import { bodyValidation } from '../http/validation.js';
import { CreateLinkDto } from './create-link.dto.js';
import { LinkDrafts, type LinkDraft } from './link-drafts.js';

/** One of many links that are to be made, and can be as far as one can tell without the database. */
export interface BulkItem {
  readonly input: CreateLinkDto;
  readonly draft: LinkDraft;
}

/** Holds each of many against the same rules as if it were the only one. */
@Injectable()
export class BulkItems {
  readonly #validation = bodyValidation();

  constructor(private readonly drafts: LinkDrafts) {}

  /** Problem `validation-failed` with pointers into the item. */
  async judge(item: unknown, apiKeyId: string): Promise<BulkItem | Problem> {
    try {
      const input = await this.#validate(item);
      return { input, draft: this.drafts.of(input, apiKeyId) };
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }

  async #validate(item: unknown): Promise<CreateLinkDto> {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw invalidFields([{ pointer: '', detail: 'must be a JSON object' }]);
    }
    const errors = prototypeNameErrors(Object.keys(item), (name) => `/${name}`);
    if (errors.length > 0) throw invalidFields(errors);
    const metadata = { type: 'body', metatype: CreateLinkDto } as const;
    return (await this.#validation.transform(item, metadata)) as CreateLinkDto;
  }
}

/** Checks what is around the items. These are left as they were sent: the pipe would make copies, and drop names. */
export function bulkValidation(): PipeTransform {
  const validation = bodyValidation();
  return {
    async transform(body: { links?: unknown }, metadata: ArgumentMetadata) {
      const { links } = body;
      const items = Array.isArray(links) ? links.map(() => ({})) : links;
      await validation.transform({ ...body, links: items }, metadata);
      return { links };
    },
  };
}
