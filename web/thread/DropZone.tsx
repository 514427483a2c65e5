import { ImagePlus } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useI18n } from '../ui/index.ts';

/** Pictures may be dropped anywhere on the conversation. */
export function DropZone({ onFiles, className, children }: DropZoneProps) {
  const { t } = useI18n();
  const [isOver, setIsOver] = useState(false);
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button does the same.
    <div
      className={className}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setIsOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-xl border-2 border-petrol border-dashed bg-tint text-l">
          <span className="flex items-center gap-3 font-semibold">
            <ImagePlus aria-hidden size={24} /> {t('thread.image.drop')}
          </span>
        </div>
      )}
    </div>
  );
}

interface DropZoneProps {
  onFiles(files: File[]): void;
  className: string;
  children: ReactNode;
}
