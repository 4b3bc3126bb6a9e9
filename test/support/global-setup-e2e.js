export { startSharedInstances as default } from './test-run.js';
