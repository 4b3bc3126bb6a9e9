import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { NeedsScope } from '../auth/needs-scope.js';
import { Roster } from '../cluster/roster.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { InstancesDto, toInstanceDto } from './instances.dto.js';

@ApiTags('admin')
@Controller('api/v1/admin/instances')
export class InstancesController {
  constructor(private readonly roster: Roster) {}

  @Get()
  @NeedsScope('admin')
  @ApiOperation({
    summary: 'List the live instances',
    description: 'Of all machines. One that was killed is gone from the list 3 seconds later.',
    operationId: 'listInstances',
  })
  @ApiProblems('malformed-request', 'validation-failed')
  async list(): Promise<InstancesDto> {
    const { live } = await this.roster.look();
    return { items: live.map(toInstanceDto) };
  }
}
