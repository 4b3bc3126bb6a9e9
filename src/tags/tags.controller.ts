import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../auth/api-key.guard.js';
import { ReadJsonBody } from '../platform/http/json-body.js';
import { bodyValidation, queryValidation } from '../platform/http/validation.js';
import { DeleteTagDto, ListTagsDto, RenameTagDto, TagChangeDto, TagPageDto } from './tags.dto.js';
import { ApiDeleteTag, ApiListTags, ApiRenameTag } from './tags.openapi.js';
import { TagsService } from './tags.service.js';

@ApiTags('tags')
@Controller('api/v1/tags')
export class TagsController {
  constructor(private readonly tags: TagsService) {}

  @Get()
  @RequireScope('links:read')
  @ApiListTags()
  list(@Query(queryValidation()) query: ListTagsDto): Promise<TagPageDto> {
    return this.tags.list(query);
  }

  @Post('rename')
  @HttpCode(200)
  @RequireScope('links:write')
  @ReadJsonBody()
  @ApiRenameTag()
  rename(@Body(bodyValidation()) { from, to }: RenameTagDto): Promise<TagChangeDto> {
    return this.tags.replace(from, to);
  }

  @Post('delete')
  @HttpCode(200)
  @RequireScope('links:write')
  @ReadJsonBody()
  @ApiDeleteTag()
  delete(@Body(bodyValidation()) { tag }: DeleteTagDto): Promise<TagChangeDto> {
    return this.tags.replace(tag);
  }
}
