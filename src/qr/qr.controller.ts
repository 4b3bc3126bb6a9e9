import { Controller, Get, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequireScope } from '../auth/api-key.guard.js';
import { LinkStore } from '../link/link.store.js';
import { toShortUrl } from '../link/short-url.js';
import { Config } from '../platform/config/config.js';
import { hashedEtagOf, respondIfNotModified } from '../platform/http/etag.js';
import { queryValidation } from '../platform/http/validation.js';
import { RENDERER_VERSION, renderPng, renderSvg } from './qr-image.js';
import { QrQueryDto } from './qr-query.dto.js';
import { ApiQrPng, ApiQrSvg } from './qr.openapi.js';

interface Format {
  readonly extension: string;
  readonly mediaType: string;
  readonly render: (text: string, query: QrQueryDto) => Buffer;
}

const SVG: Format = { extension: 'svg', mediaType: 'image/svg+xml', render: renderSvg };
const PNG: Format = { extension: 'png', mediaType: 'image/png', render: renderPng };

/** An SVG that a browser opens as a document may neither load nor run anything. */
const IMAGE_POLICY = "default-src 'none'; sandbox";

/** QR codes of short URLs. Only for callers with a key, so that strangers cannot make codes on this domain. */
@ApiTags('links')
@Controller('api/v1/links/:key')
export class QrController {
  constructor(
    private readonly links: LinkStore,
    private readonly config: Config,
  ) {}

  @Get('qr.svg')
  @RequireScope('links:read')
  @ApiQrSvg()
  readSvg(
    @Param('key') key: string,
    @Query(queryValidation()) query: QrQueryDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.#respond(key, query, SVG, response);
  }

  @Get('qr.png')
  @RequireScope('links:read')
  @ApiQrPng()
  readPng(
    @Param('key') key: string,
    @Query(queryValidation()) query: QrQueryDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.#respond(key, query, PNG, response);
  }

  async #respond(
    key: string,
    query: QrQueryDto,
    { extension, mediaType, render }: Format,
    response: Response,
  ): Promise<StreamableFile | undefined> {
    const link = await this.links.get(key);
    const shortUrl = toShortUrl(this.config.publicUrl, link.key);
    const etag = hashedEtagOf(JSON.stringify([RENDERER_VERSION, extension, shortUrl, query]));
    response.set('Content-Security-Policy', IMAGE_POLICY);
    if (query.download === 'true') response.attachment(`${link.key}.${extension}`);
    if (respondIfNotModified(response, etag, response.req.get('If-None-Match'))) return undefined;
    response.type(mediaType);
    return new StreamableFile(render(shortUrl, query));
  }
}
