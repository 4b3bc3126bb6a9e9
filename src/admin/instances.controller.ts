import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '../auth/require-scope.js';
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
    summary: 'List the live instances',
    description: 'Of all machines. One that was killed is gone from the list 3 seconds later.',
    operationId: 'listInstances',
  })
  @ApiProblems('malformed-request', 'validation-failed')
  async list(): Promise<InstancesDto> {
    const { live } = await this.peers.refresh();
    return { items: live.map(toInstanceDto) };
  }
}
