import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../platform/config/config.js';
import { NOT_STORED } from '../platform/http/cache-control.js';
import { sendPage } from '../platform/http/visitor-page.js';
import { previewPage } from './preview-page.js';
import { toPreviewDto } from './preview.dto.js';
import { ApiPreviewLink } from './preview.openapi.js';
import { PreviewService } from './preview.service.js';

/** `GET` and `HEAD` of a short link with `+` at its end. No key has that character. */
@ApiTags('redirect')
@Controller()
export class PreviewController {
  constructor(
    private readonly previews: PreviewService,
    private readonly config: Config,
  ) {}

  @Get(':key\\+')
  @ApiPreviewLink()
  async preview(
    @Param('key') key: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const preview = await this.previews.get(key);
    response.set({ 'Cache-Control': NOT_STORED, 'X-Robots-Tag': 'noindex' }).vary('Accept');
    if (request.accepts(['html', 'json']) === 'json') response.json(toPreviewDto(preview));
    else sendPage(response, previewPage(preview, this.config.publicUrl), this.config.publicUrl);
  }

  /** Express compares paths as they are sent. */
  @Get([':key%2B', ':key%2b'])
  @ApiExcludeEndpoint()
  previewEncoded(
    @Param('key') key: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.preview(key, request, response);
  }
}
