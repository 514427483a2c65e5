import type { MediaId } from '../../protocol/index.ts';
import { Dialog, StoredImage, useI18n } from '../ui/index.ts';

/** One picture, as large as the window allows. */
export function ImageViewer({ mediaId, onClose }: { mediaId: MediaId; onClose(): void }) {
  const { t } = useI18n();
  return (
    <Dialog title={t('message.photo')} size="l" onClose={onClose}>
      <div className="grid min-h-60 place-items-center">
        <StoredImage mediaId={mediaId} alt={t('message.photo')} full />
      </div>
    </Dialog>
  );
}
