export { prepareDatabases as default } from './test-run.js';
