// Shifts the wall clock of a process by CLOCK_OFFSET_MS, from its start or from SIGUSR2 on. Preload it with --import.
const { CLOCK_OFFSET_MS = '0', CLOCK_SHIFTS_AT = 'start' } = process.env;
let offsetMs = CLOCK_SHIFTS_AT === 'start' ? Number(CLOCK_OFFSET_MS) : 0;
if (CLOCK_SHIFTS_AT === 'signal') {
  process.on('SIGUSR2', () => (offsetMs = Number(CLOCK_OFFSET_MS)));
}

const SystemDate = Date;
const nowMs = () => SystemDate.now() + offsetMs;

globalThis.Date = new Proxy(SystemDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget),
  get: (target, name) => (name === 'now' ? nowMs : Reflect.get(target, name)),
});
