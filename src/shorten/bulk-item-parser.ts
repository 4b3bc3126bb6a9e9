import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { invalidFields, Problem } from '../platform/errors/problem.js';
import { prototypeNameErrors } from '../platform/http/prototype-names.js';
import { bodyValidation } from '../platform/http/validation.js';
import { CreateLinkDto } from './create-link.dto.js';
import { LinkDrafts, type LinkDraft } from './link-draft.js';

/** One of many links that are to be made, and can be as far as one can tell without the database. */
export interface BulkItem {
  readonly input: CreateLinkDto;
  readonly draft: LinkDraft;
}

/** Holds each of many against the same rules as if it were the only one. */
@Injectable()
export class BulkItemParser {
  readonly #validation = bodyValidation();

  constructor(private readonly drafts: LinkDrafts) {}

  /** Problem `validation-failed` with pointers into the item. */
  parse(item: unknown, apiKeyId: string): BulkItem | Problem {
    try {
      const input = this.#validate(item);
      return { input, draft: this.drafts.of(input, apiKeyId) };
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }

  #validate(item: unknown): CreateLinkDto {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw invalidFields([{ pointer: '', detail: 'must be a JSON object' }]);
    }
    const errors = prototypeNameErrors(Object.keys(item), (name) => `/${name}`);
    if (errors.length > 0) throw invalidFields(errors);
    return this.#validation.as(CreateLinkDto, item);
  }
}

/** Checks what is around the items, which are left as they were sent. */
export function bulkValidation(): PipeTransform {
  const validation = bodyValidation();
  return {
    transform(body: { links?: unknown } = {}, metadata: ArgumentMetadata) {
      const { links } = body;
      const items = Array.isArray(links) ? links.map(() => ({})) : links;
      validation.transform({ ...body, links: items }, metadata);
      return { links };
    },
  };
}
