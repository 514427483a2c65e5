import { ImageOff } from 'lucide-react';
import type { ContentOf, MediaId } from '../../../protocol/index.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { useMediaUrls } from './chat-data.tsx';

const edgeMax = 280;
const fallback = { width: 240, height: 180 };

export interface ImageBodyProps {
  content: ContentOf<'image'>;
  /** The picture on this device while it is being sent. */
  previewUrl?: string | undefined;
  onOpen?(mediaId: MediaId): void;
}

/** The box has the picture's size before it has the picture. */
export function ImageBody({ content, previewUrl, onOpen }: ImageBodyProps) {
  const { t } = useI18n();
  const size = fitBox(content.width, content.height);
  const label = content.caption ?? t('message.photo');
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t('message.open_photo')}
      onClick={() => onOpen?.(content.media_id)}
      className="block max-w-full overflow-hidden rounded-[11px] bg-sunken"
      style={{ width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
    >
      {previewUrl ? (
        <img src={previewUrl} alt={label} className="size-full object-cover" />
      ) : (
        <StoredImage mediaId={content.media_id} alt={label} />
      )}
    </button>
  );
}

export function StoredImage({
  mediaId,
  alt,
  full = false,
}: {
  mediaId: MediaId;
  alt: string;
  full?: boolean;
}) {
  const { urls, failed } = useMediaUrls(mediaId);
  if (urls) {
    return (
      <img
        src={full ? urls.url : urls.thumbnail_url}
        alt={alt}
        decoding="async"
        className={full ? 'max-h-[82dvh] max-w-full object-contain' : 'size-full object-cover'}
      />
    );
  }
  return (
    <span className="grid size-full place-items-center text-soft">{failed && <ImageOff size={24} />}</span>
  );
}

/** A box of at most 280 px with the shape of the picture, neither a thread nor a needle. */
export function fitBox(width?: number, height?: number): { width: number; height: number } {
  if (!width || !height) return fallback;
  const ratio = Math.min(2, Math.max(0.6, width / height));
  return ratio >= 1
    ? { width: edgeMax, height: Math.round(edgeMax / ratio) }
    : { width: Math.round(edgeMax * ratio), height: edgeMax };
}
