import { Send, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { limits } from '../../protocol/index.ts';
import { Button, Dialog, IconButton, TextField, useI18n } from '../ui/index.ts';
import type { OutgoingImages } from './use-outgoing-images.ts';

/** A look at the pictures before they go, with a caption for the first. */
export function ImageDialog({ images }: { images: OutgoingImages }) {
  const { t } = useI18n();
  const [caption, setCaption] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    images.send(caption.trim());
  };
  return (
    <Dialog
      kind="sheet"
      size="m"
      title={t('thread.image.title', { count: images.chosen.length })}
      onClose={images.cancel}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ul className="flex snap-x gap-3 overflow-x-auto pb-1">
          {images.chosen.map((image) => (
            <li key={image.previewUrl} className="relative flex-none snap-center first:ms-auto last:me-auto">
              <img
                src={image.previewUrl}
                alt={image.file.name}
                className="h-60 max-w-72 rounded-m bg-sunken object-contain two:h-80"
              />
              <span className="absolute end-1 top-1">
                <IconButton
                  variant="panel"
                  size="s"
                  label={t('thread.image.remove')}
                  onClick={() => images.remove(image)}
                >
                  <X size={16} />
                </IconButton>
              </span>
            </li>
          ))}
        </ul>
        <TextField
          label={t('thread.image.caption')}
          value={caption}
          maxLength={limits.captionCharsMax}
          onChange={(event) => setCaption(event.target.value)}
        />
        <Button type="submit" wide>
          <Send aria-hidden size={18} className="rtl:-scale-x-100" />
          {t('composer.send')}
        </Button>
      </form>
    </Dialog>
  );
}
