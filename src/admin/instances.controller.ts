import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../auth/api-key.guard.js';
import { PeerList } from '../cluster/peer-list.js';
import { ApiProblems } from '../platform/openapi/api-problems.js';
import { InstancesDto, toInstanceDto } from './instances.dto.js';

@ApiTags('admin')
@Controller('api/v1/admin/instances')
export class InstancesController {
  constructor(private readonly peers: PeerList) {}

  @Get()
  @RequireScope('admin')
  @ApiOperation({
    summary: 'List live instances',
    description:
      'Lists the instances of all machines. An instance that was killed disappears after 3 seconds.',
    operationId: 'listInstances',
  })
  @ApiProblems('malformed-request', 'validation-failed')
  async list(): Promise<InstancesDto> {
    const { live } = await this.peers.refresh();
    return { items: live.map(toInstanceDto) };
  }
}
