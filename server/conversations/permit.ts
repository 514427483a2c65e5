// A business may not write whenever it likes. The policy alone grants a permit, and append refuses to work without.
import type { ConversationId } from '../../protocol/index.ts';

/** Why a business may write now: the person wrote in the last 24 hours, a template was approved, or money moved. */
export type PermitGround = 'service_window' | 'template' | 'transaction';

class Permit {
  readonly conversationId: ConversationId;
  readonly ground: PermitGround;
  /** Nothing outside this file can make an object that has this. */
  #granted = true;
  constructor(conversationId: ConversationId, ground: PermitGround) {
    this.conversationId = conversationId;
    this.ground = ground;
  }
  static isGranted(value: object): boolean {
    return #granted in value && value.#granted;
  }
}
export type BusinessPermit = Permit;

/** For `business/policy.ts` alone (the tidy test sees to it). */
export function grantPermit(conversationId: ConversationId, ground: PermitGround): BusinessPermit {
  return new Permit(conversationId, ground);
}

export function isPermitFor(permit: BusinessPermit | undefined, conversationId: ConversationId): boolean {
  return permit !== undefined && Permit.isGranted(permit) && permit.conversationId === conversationId;
}
