/* Latencies in milliseconds, kept one by one so that percentiles are exact. */

export type Percentiles = { count: number; p50Ms: number; p99Ms: number; maxMs: number };

export type Samples = { add(valueMs: number): void; summarize(): Percentiles };

export function makeSamples(): Samples {
  let values = new Float64Array(1 << 16);
  let count = 0;
  return {
    add(valueMs) {
      if (count === values.length) {
        const larger = new Float64Array(count * 2);
        larger.set(values);
        values = larger;
      }
      values[count++] = valueMs;
    },
    summarize() {
      const sorted = values.subarray(0, count).sort();
      const at = (fraction: number) => sorted[Math.max(0, Math.ceil(fraction * count) - 1)] ?? Number.NaN;
      return { count, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
    },
  };
}
