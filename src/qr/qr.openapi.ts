import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '../platform/openapi/api-problems.js';

export function ApiQrSvg(): MethodDecorator {
  return ApiQrImage('image/svg+xml', 'Get the QR code of a short URL as SVG', 'readQrCodeAsSvg');
}

export function ApiQrPng(): MethodDecorator {
  return ApiQrImage('image/png', 'Get the QR code of a short URL as PNG', 'readQrCodeAsPng');
}

function ApiQrImage(mediaType: string, summary: string, operationId: string): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary,
      description: 'The code contains the `shortUrl` of the link and nothing else.',
      operationId,
    }),
    ApiParam({ name: 'key', description: 'The key of the link', example: 'aZ3kP9x' }),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The `ETag` of an earlier response',
    }),
    ApiProduces(mediaType),
    ApiResponse({
      status: 200,
      description: 'The image',
      headers: {
        ETag: {
          description: 'Changes with the image: a hash of the short URL and the options',
          schema: { type: 'string' },
        },
      },
      content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
    }),
    ApiResponse({ status: 304, description: 'Not modified since the response with that `ETag`' }),
    ApiProblems('validation-failed', 'malformed-request', 'link-not-found', 'link-gone'),
  );
}
