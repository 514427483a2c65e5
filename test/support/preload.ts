// A busy machine is no failure: what truly hangs is still found, only later.
import { setDefaultTimeout } from 'bun:test';

setDefaultTimeout(60_000);
