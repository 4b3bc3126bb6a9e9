/** The variable by which `npm start` tells its PM2 the id of its own process. */
export const LAUNCHER_PID = 'SHORTCORE_LAUNCHER_PID';
