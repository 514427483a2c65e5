/* How busy the machine was while a bench ran: figures taken on a machine that others use have to say so. */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

export type MachineLoad = {
  /** One-minute load average when the bench began: what others were doing. */
  load_before: number;
  busy_percent: number;
  /** Time in which the host ran somebody else while this machine wanted to run. */
  stolen_percent: number;
};

/** Starts watching; the function returned tells the share of all processors' time since then. */
export function watchMachine(): () => MachineLoad {
  const loadBefore = loadavg()[0] ?? Number.NaN;
  const before = readTimes();
  return () => {
    const after = readTimes();
    const total = after.total - before.total;
    const percent = (part: number) => Math.round((1000 * part) / total) / 10;
    return {
      load_before: loadBefore,
      busy_percent: percent(total - (after.idle - before.idle) - (after.stolen - before.stolen)),
      stolen_percent: percent(after.stolen - before.stolen),
    };
  };
}

/** The first line of /proc/stat: user nice system idle iowait irq softirq steal, in ticks of all processors. */
function readTimes(): { total: number; idle: number; stolen: number } {
  const line = readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '';
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const [idle = 0, waiting = 0, , , stolen = 0] = ticks.slice(3);
  return { total: ticks.reduce((sum, value) => sum + value, 0), idle: idle + waiting, stolen };
}
