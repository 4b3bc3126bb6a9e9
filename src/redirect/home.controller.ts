import { applyDecorators, Controller, Get, Header, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { FallbackUrls } from '../link/fallback-urls.js';
import { Config } from '../platform/config/config.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { NOT_STORED } from '../platform/http/cache-control.js';
import { ICON_SVG, sendPage } from '../platform/http/visitor-page.js';
import { FAVICON_ICO } from './favicon.js';
import { homePage } from './home-page.js';

/** A day: browsers ask for icons with nearly every page. */
const ICON_CACHE = 'public, max-age=86400';

function ApiIcon(mediaType: string, format: string, operationId: string): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary: `Get the icon of the service as ${format}`, operationId }),
    ApiResponse({
      status: 200,
      description: 'The icon',
      content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
    }),
    ApiProblems('malformed-request'),
  );
}

/** What a visitor gets who types the host alone, and the icon that browsers ask for. */
@ApiTags('redirect')
@Controller()
export class HomeController {
  constructor(
    private readonly config: Config,
    private readonly urls: FallbackUrls,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Get the start page', operationId: 'readHome' })
  @ApiResponse({
    status: 200,
    description: 'A small page',
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 302, description: 'To `HOME_URL`, if that is set' })
  @ApiProblems('malformed-request', 'internal-error')
  home(@Res() response: Response): void {
    const { home } = this.urls;
    if (home === undefined) {
      response.set('Cache-Control', 'no-cache');
      sendPage(response, homePage(this.config), this.config.publicUrl);
      return;
    }
    // Express would add a body, and could change the URL.
    const headers = { Location: home, 'Cache-Control': NOT_STORED, 'Content-Length': 0 };
    response.writeHead(302, headers).end();
  }

  @Get('favicon.svg')
  @ApiIcon('image/svg+xml', 'SVG', 'readIconAsSvg')
  @Header('Content-Type', 'image/svg+xml')
  @Header('Cache-Control', ICON_CACHE)
  iconAsSvg(): string {
    return ICON_SVG;
  }

  @Get('favicon.ico')
  @ApiIcon('image/x-icon', 'ICO', 'readIconAsIco')
  @Header('Content-Type', 'image/x-icon')
  @Header('Cache-Control', ICON_CACHE)
  iconAsIco(): StreamableFile {
    return new StreamableFile(FAVICON_ICO);
  }
}
