import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The process's figures for `/metrics`, in Prometheus' text form. */
export interface Metrics {
  counter(name: string, help: string, labels?: string[]): Counter;
  gauge(name: string, help: string, read: () => number): void;
  histogram(name: string, help: string, bucketsMs: number[]): Histogram;
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  // Bun has no GC or event-loop-utilisation hooks; the collectors that exist are enough.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const registers = [registry];
  return {
    counter: (name, help, labelNames = []) => new Counter({ name, help, labelNames, registers }),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    histogram: (name, help, buckets) => new Histogram({ name, help, buckets, registers }),
    text: () => registry.metrics(),
  };
}
