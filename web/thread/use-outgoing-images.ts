import { useCallback, useEffect, useRef, useState } from 'react';
import { type ConversationId, type ErrorCode, Fault, type MediaView, newId } from '../../protocol/index.ts';
import { type ShownMessage, showToast, useI18n } from '../ui/index.ts';
import { useClient } from './client-context.tsx';
import { acceptedTypes, shrinkImage } from './shrink-image.ts';

export interface ChosenImage {
  file: File;
  previewUrl: string;
}

export interface OutgoingImages {
  /** Chosen and not yet sent: the dialog shows them. */
  chosen: ChosenImage[];
  choose(files: File[]): void;
  remove(image: ChosenImage): void;
  cancel(): void;
  /** Shows them in the conversation at once and uploads them one after the other. */
  send(caption: string): void;
  /** Uploads a failed one again; false when `key` is none of these. */
  retry(key: string): boolean;
  discard(key: string): boolean;
  mergeInto(messages: ShownMessage[]): ShownMessage[];
}

/** Sends a file to the server, as the one who is signed in. */
export type UploadFile = (file: Blob, name: string) => Promise<MediaView>;

interface Upload {
  message: ShownMessage;
  file: File;
}

/** Pictures on their way up: shown in the log from the moment of sending, handed to the client when uploaded. */
export function useOutgoingImages(id: ConversationId, uploadFile: UploadFile): OutgoingImages {
  const client = useClient();
  const choice = useChoice();
  const { uploads, start, replace, discard, previews } = useUploads(id, uploadFile);
  const me = client.conversation(id)?.view.me ?? 0;
  return {
    ...choice,
    send(caption) {
      const begun = choice.chosen.map((image, index) => begin(image, index === 0 ? caption : '', me));
      choice.cancel();
      start(begun);
    },
    retry(key) {
      const failed = uploads.find(({ message }) => message.key === key);
      if (!failed) return false;
      const { error: _, ...message } = failed.message;
      replace({ ...failed, message: { ...message, state: 'sending' } });
      return true;
    },
    discard,
    mergeInto: useCallback(
      (messages) => [
        ...messages.map((message) => withPreview(message, previews.current)),
        ...uploads.map(({ message }) => message),
      ],
      [uploads, previews],
    ),
  };
}

function useChoice() {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<ChosenImage[]>([]);
  return {
    chosen,
    choose(files: File[]) {
      const images = files.filter((file) => acceptedTypes.includes(file.type));
      if (images.length < files.length) showToast({ text: t('error.media_type_unsupported') });
      const added = images.map((file) => ({ file, previewUrl: URL.createObjectURL(file) }));
      setChosen((all) => [...all, ...added]);
    },
    remove: (image: ChosenImage) => setChosen((all) => all.filter((each) => each !== image)),
    cancel: () => setChosen([]),
  };
}

function useUploads(id: ConversationId, uploadFile: UploadFile) {
  const client = useClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const previews = useRef(new Map<string, string>());
  const line = useRef<Promise<void>>(Promise.resolve());
  useRevoke(previews);
  const drop = (key: string) => setUploads((all) => all.filter(({ message }) => message.key !== key));
  const put = (changed: Upload) =>
    setUploads((all) => all.map((each) => (each.message.key === changed.message.key ? changed : each)));
  const upload = ({ message, file }: Upload) => {
    line.current = line.current.then(async () => {
      try {
        const { media_id } = await uploadFile(await shrinkImage(file), file.name);
        const content = { ...message.content, media_id } as ShownMessage['content'];
        previews.current.set(client.send(id, content), message.previewUrl!);
        drop(message.key);
      } catch (error) {
        put({ file, message: { ...message, state: 'failed', error: codeOf(error) } });
      }
    });
  };
  return {
    uploads,
    previews,
    start(begun: Upload[]) {
      setUploads((all) => [...all, ...begun]);
      for (const each of begun) upload(each);
    },
    replace(again: Upload) {
      put(again);
      upload(again);
    },
    discard(key: string) {
      drop(key);
      return uploads.some(({ message }) => message.key === key);
    },
  };
}

function begin({ file, previewUrl }: ChosenImage, caption: string, me: number): Upload {
  const content = { type: 'image' as const, media_id: newId('media'), ...(caption ? { caption } : {}) };
  const key = newId('message');
  const state = 'sending' as const;
  return {
    file,
    message: { key, seq: null, member: me, at: Date.now(), content, replyTo: null, state, previewUrl },
  };
}

const withPreviews = new WeakMap<ShownMessage, ShownMessage>();

/** The picture that is on this device stays, so that it does not blink when the server has it. */
function withPreview(message: ShownMessage, previews: Map<string, string>): ShownMessage {
  const previewUrl = previews.get(message.key);
  if (!previewUrl) return message;
  const known = withPreviews.get(message);
  if (known) return known;
  const shown = { ...message, previewUrl };
  withPreviews.set(message, shown);
  return shown;
}

function useRevoke(previews: React.RefObject<Map<string, string>>): void {
  useEffect(() => {
    const { current } = previews;
    return () => {
      for (const url of current.values()) URL.revokeObjectURL(url);
    };
  }, [previews]);
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof Fault ? error.code : 'internal';
}
