import { ArrowLeft, ArrowRight, ImageOff, ImagePlus, Trash2 } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { limits } from '../../../protocol/index.ts';
import { acceptedTypes, shrinkImage } from '../../thread/index.ts';
import { cx, IconButton, TextField, useI18n } from '../../ui/index.ts';
import { useAction } from '../base/use-action.ts';
import { api } from '../session.tsx';
import { FaultNote } from '../shell/Page.tsx';
import type { PictureDraft, ProductDraft } from './product-draft.ts';
import type { FieldsProps } from './WordsFields.tsx';

/** The first picture is the one that lists show; arrows move a picture, so that nothing needs dragging. */
export function PicturesField({ draft, onChange }: FieldsProps) {
  const { t } = useI18n();
  const latest = useRef<ProductDraft>(draft);
  latest.current = draft;
  const put = (pictures: PictureDraft[]) => onChange({ pictures });
  const upload = useAction(async (files: File[]) => {
    for (const file of files.filter(({ type }) => acceptedTypes.includes(type))) {
      const { media_id } = await api.upload(await shrinkImage(file), file.name);
      const picture = { source: media_id, alt: '', url: URL.createObjectURL(file), failure: null };
      put([...latest.current.pictures, picture].slice(0, limits.productPicturesMax));
      // The next one must see this one, whose render may still be to come.
      latest.current = { ...latest.current, pictures: [...latest.current.pictures, picture] };
    }
  });
  const move = (from: number, to: number) => {
    const pictures = draft.pictures.filter((_, index) => index !== from);
    pictures.splice(to, 0, draft.pictures[from]!);
    put(pictures);
  };
  return (
    <>
      <ul className="grid grid-cols-2 gap-3 two:grid-cols-3">
        {draft.pictures.map((picture, index) => (
          <li key={picture.source}>
            <PictureTile
              picture={picture}
              number={index + 1}
              isLast={index === draft.pictures.length - 1}
              onMove={(step) => move(index, index + step)}
              onRemove={() => put(draft.pictures.filter((_, at) => at !== index))}
              onAlt={(alt) => put(draft.pictures.map((each, at) => (at === index ? { ...each, alt } : each)))}
            />
          </li>
        ))}
        {draft.pictures.length < limits.productPicturesMax && (
          <li>
            <DropTile isBusy={upload.isBusy} onFiles={(files) => upload.run(files)} />
          </li>
        )}
      </ul>
      <FaultNote fault={upload.fault} className="mt-2" />
      <p className="sr-only" role="status">
        {upload.isBusy ? t('console.product.uploading') : ''}
      </p>
    </>
  );
}

interface PictureTileProps {
  picture: PictureDraft;
  number: number;
  isLast: boolean;
  onMove(step: -1 | 1): void;
  onRemove(): void;
  onAlt(alt: string): void;
}

function PictureTile({ picture, number, isLast, onMove, onRemove, onAlt }: PictureTileProps) {
  const { t } = useI18n();
  return (
    <div className="overflow-hidden rounded-m outline-1 outline-line">
      <div className="relative aspect-[6/5] bg-sunken">
        {picture.url ? (
          <img src={picture.url} alt={picture.alt} className="size-full object-cover" />
        ) : (
          <span className="grid size-full place-items-center px-3 text-center text-soft text-xs">
            <ImageOff aria-hidden size={22} />
            {t(picture.failure ? 'console.product.picture_failed' : 'console.product.picture_waits')}
          </span>
        )}
        <span className="absolute inset-x-1 top-1 flex">
          {number > 1 && (
            <IconButton
              size="s"
              variant="panel"
              label={t('console.product.picture_earlier', { number })}
              onClick={() => onMove(-1)}
            >
              <ArrowLeft size={16} className="rtl:-scale-x-100" />
            </IconButton>
          )}
          <span className="flex-1" />
          {!isLast && (
            <IconButton
              size="s"
              variant="panel"
              label={t('console.product.picture_later', { number })}
              onClick={() => onMove(1)}
            >
              <ArrowRight size={16} className="rtl:-scale-x-100" />
            </IconButton>
          )}
        </span>
      </div>
      <div className="flex items-center gap-1 p-1.5">
        <TextField
          label={t('console.product.picture_alt', { number })}
          hideLabel
          placeholder={t('console.product.picture_shows')}
          maxLength={200}
          value={picture.alt}
          onChange={(event) => onAlt(event.target.value)}
          className="min-w-0 flex-1 text-s"
        />
        <IconButton size="s" label={t('console.product.picture_remove', { number })} onClick={onRemove}>
          <Trash2 size={16} />
        </IconButton>
      </div>
    </div>
  );
}

function DropTile({ isBusy, onFiles }: { isBusy: boolean; onFiles(files: File[]): void }) {
  const { t } = useI18n();
  const [isOver, setOver] = useState(false);
  const take = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={take}
      className={cx(
        'grid aspect-[6/5] place-items-center rounded-m border-2 border-dashed p-3 text-center text-s',
        'has-focus-visible:outline-2 has-focus-visible:outline-petrol',
        isOver ? 'border-petrol bg-tint' : 'border-line-strong hover:bg-sunken',
        isBusy && 'animate-breathe',
      )}
    >
      <span className="flex flex-col items-center gap-1.5">
        <ImagePlus aria-hidden size={24} className="text-soft" />
        {t(isBusy ? 'console.product.uploading' : 'console.product.add_picture')}
      </span>
      <input
        type="file"
        accept={acceptedTypes.join(',')}
        multiple
        disabled={isBusy}
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </label>
  );
}
