import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterModule } from '../cluster/cluster.module.js';
import { Participants } from '../cluster/participants.js';
import { CounterModule } from '../counter/counter.module.js';
import { LinkModule } from '../link/link.module.js';
import { ClickLoop } from './click-loop.js';
import { ClickRecorder } from './click-recorder.js';
import { JournalCounting } from './journal-counting.js';
import { Journals } from './journal/journals.js';
import { ClickLimit } from './limit/click-limit.js';
import { Retention } from './retention.js';
import { Breakdowns } from './roll-up/breakdowns.js';
import { ClickDayStore } from './roll-up/click-day.store.js';
import { ClickDay } from './roll-up/click-day.entity.js';
import { ClickJournal } from './roll-up/click-journal.entity.js';
import { DayLists } from './roll-up/day-lists.js';
import { RetirementStore } from './roll-up/retirement.store.js';
import { RollUpStore } from './roll-up/roll-up.store.js';
import { TopLinksStore } from './roll-up/top-links.store.js';
import { Upkeep } from './upkeep.js';
import { VisitNotes } from './visit-notes.js';
import { VisitDescriber } from './visit/visit-describer.js';
import { VisitorSalt } from './visit/visitor-salt.entity.js';
import { VisitorSalts } from './visit/visitor-salts.js';

@Module({
  imports: [
    ClusterModule,
    CounterModule,
    LinkModule,
    TypeOrmModule.forFeature([ClickDay, ClickJournal, VisitorSalt]),
  ],
  providers: [
    Breakdowns,
    ClickDayStore,
    ClickLimit,
    ClickLoop,
    ClickRecorder,
    DayLists,
    JournalCounting,
    Journals,
    Retention,
    RetirementStore,
    RollUpStore,
    TopLinksStore,
    Upkeep,
    VisitDescriber,
    VisitNotes,
    VisitorSalts,
  ],
  exports: [Breakdowns, ClickDayStore, ClickLimit, ClickRecorder, TopLinksStore],
})
export class ClickModule {
  constructor(participants: Participants, loop: ClickLoop) {
    participants.add(loop);
  }
}
