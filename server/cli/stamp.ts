// Run after a build: notes what it was made from, so that `start` can tell when it is stale.
import { stampBuild } from './build-stamp.ts';

stampBuild();
