// How much a device may send: a bucket of messages that refills, and a number of them under way. Kept by device, so
// that more sockets are no more messages; forgotten when full.
import { type DeviceId, Fault, limits } from '../../protocol/index.ts';

const sweepEveryMs = 60_000;

export class SendBudget {
  inFlight = 0;
  tokens: number;
  refilledAt: number;
  constructor(tokens: number, now: number) {
    this.tokens = tokens;
    this.refilledAt = now;
  }
}

export class SendBudgets {
  readonly #byDevice = new Map<DeviceId, SendBudget>();
  readonly #perMs: number;
  readonly #burst: number;
  #sweptAt = 0;

  constructor(sendsPerMinute: number) {
    this.#perMs = sendsPerMinute / 60_000;
    // A higher rate means a larger burst: a second's worth at least.
    this.#burst = Math.max(limits.sendBurstMax, Math.ceil(sendsPerMinute / 60));
  }

  get size(): number {
    return this.#byDevice.size;
  }

  of(deviceId: DeviceId, now: number): SendBudget {
    let budget = this.#byDevice.get(deviceId);
    if (budget === undefined) {
      if (now - this.#sweptAt > sweepEveryMs) this.#sweep(now);
      budget = new SendBudget(this.#burst, now);
      this.#byDevice.set(deviceId, budget);
    }
    return budget;
  }

  /** Takes one message's worth. Faults: rate_limited, too_many_in_flight. */
  checkSend(budget: SendBudget, now: number): void {
    if (budget.inFlight >= limits.sendsInFlightMax) throw new Fault('too_many_in_flight', undefined, 100);
    this.#refill(budget, now);
    if (budget.tokens < 1) {
      throw new Fault('rate_limited', undefined, Math.ceil((1 - budget.tokens) / this.#perMs));
    }
    budget.tokens--;
    budget.inFlight++;
  }

  #refill(budget: SendBudget, now: number): void {
    budget.tokens = Math.min(this.#burst, budget.tokens + Math.max(0, now - budget.refilledAt) * this.#perMs);
    budget.refilledAt = now;
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [deviceId, budget] of this.#byDevice) {
      this.#refill(budget, now);
      if (budget.inFlight === 0 && budget.tokens >= this.#burst) this.#byDevice.delete(deviceId);
    }
  }
}
