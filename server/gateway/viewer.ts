import type { AccountId, DeviceId, StaffId, StaffRole } from '../../protocol/index.ts';

/** Who stands behind a session. Staff act as their business. */
export type Viewer =
  | { kind: 'person'; accountId: AccountId; deviceId: DeviceId }
  | { kind: 'staff'; accountId: AccountId; deviceId: DeviceId; staffId: StaffId; role: StaffRole };

/** What the gateway asks of accounts. */
export interface Authenticator {
  authenticate(request: Request): Promise<Viewer | null>;
  authenticateToken(token: string): Promise<Viewer | null>;
  onSessionEnded(listener: (deviceId: DeviceId) => void): void;
}
