import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** Short links are not content: what they lead to is. */
@ApiExcludeController()
@Controller('robots.txt')
export class RobotsController {
  @Get()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  robots(): string {
    return 'User-agent: *\nDisallow: /\n';
  }
}
