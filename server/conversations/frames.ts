// Frames of the socket that speak to the log: send, receipt, pull, list. Membership and role are checked at each.
import {
  type AccountId,
  type ClientFrameOf,
  type Content,
  type ConversationId,
  type ConversationsFrame,
  type DeviceId,
  Fault,
  limits,
  type MemberRole,
  type StaffId,
  sendableBy,
} from '../../protocol/index.ts';
import type { AppendInput } from './model.ts';
import type { Done } from './pending.ts';
import type { BusinessPermit } from './permit.ts';
import { renderOk } from './render.ts';

/** Who a frame comes from and where its answer goes. */
export interface FrameCaller {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly staffId: StaffId | null;
  readonly role: MemberRole;
  /** Queues the JSON text of one frame. */
  sendText(frame: string): void;
  /** Queues a `no` for the request with this id. */
  refuse(id: string | undefined, error: unknown): void;
  /** Called once for each send that was answered. */
  sendSettled(): void;
}

/** The policy's answer for a member of staff who wants to write: a permit, or a thrown Fault. */
export type PermitFor = (conversationId: ConversationId, content: Content) => Promise<BusinessPermit>;

export interface FramesOptions {
  submit(input: AppendInput, done: Done): void;
  renderPage(caller: FrameCaller, frame: ClientFrameOf<'pull'>): Promise<string>;
  listConversations(
    caller: FrameCaller,
    frame: ClientFrameOf<'list'>,
  ): Promise<Omit<ConversationsFrame, 'type' | 'id'>>;
  advanceReceipt(caller: FrameCaller, frame: ClientFrameOf<'receipt'>): Promise<void>;
  permitFor(conversationId: ConversationId, content: Content, caller: FrameCaller): Promise<BusinessPermit>;
}

/** The handlers. `send` resolves when the next frame of the same connection may be looked at, the others when done. */
export interface ConversationFrames {
  send(frame: ClientFrameOf<'send'>, caller: FrameCaller): void | Promise<void>;
  receipt(frame: ClientFrameOf<'receipt'>, caller: FrameCaller): Promise<void>;
  pull(frame: ClientFrameOf<'pull'>, caller: FrameCaller): Promise<void>;
  list(frame: ClientFrameOf<'list'>, caller: FrameCaller): Promise<void>;
}

export function createConversationFrames(options: FramesOptions): ConversationFrames {
  const { submit, permitFor } = options;

  function submitFrame(frame: ClientFrameOf<'send'>, caller: FrameCaller, permit?: BusinessPermit): void {
    const { accountId, deviceId, staffId } = caller;
    submit(
      {
        conversationId: frame.conversation_id,
        messageId: frame.id,
        author: { accountId, deviceId, staffId, via: 'socket' },
        content: frame.content,
        replyTo: frame.reply_to,
        permit,
        retry: frame.retry,
        origin: caller,
      },
      (error, appended) => {
        caller.sendSettled();
        if (appended === null) caller.refuse(frame.id, error);
        // A new message was answered by delivery, in the order of the log.
        else if (appended.repeated) caller.sendText(renderOk({ messageId: frame.id, ...appended }));
      },
    );
  }

  return {
    send(frame, caller) {
      if (!sendableBy[caller.role].has(frame.content.type)) {
        caller.sendSettled();
        caller.refuse(frame.id, new Fault('content_not_permitted'));
        return;
      }
      if (caller.role === 'person') return submitFrame(frame, caller);
      return permitFor(frame.conversation_id, frame.content, caller).then(
        (permit) => submitFrame(frame, caller, permit),
        (error) => {
          caller.sendSettled();
          caller.refuse(frame.id, error);
        },
      );
    },
    receipt: (frame, caller) => options.advanceReceipt(caller, frame),
    async pull(frame, caller) {
      caller.sendText(await options.renderPage(caller, frame));
    },
    async list(frame, caller) {
      const page = await options.listConversations(caller, frame);
      caller.sendText(JSON.stringify({ type: 'conversations', id: frame.id, ...page }));
    },
  };
}

/** The page a `pull` asks for, with its default size. */
export function rangeOf(frame: ClientFrameOf<'pull'>): { after?: number; before?: number; limit: number } {
  return {
    ...(frame.after === undefined ? {} : { after: frame.after }),
    ...(frame.before === undefined ? {} : { before: frame.before }),
    limit: frame.limit ?? limits.pageMessagesMax / 4,
  };
}
