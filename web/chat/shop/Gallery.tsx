import { useRef, useState } from 'react';
import type { Picture } from '../../../protocol/index.ts';
import { cx, ProductPicture, useI18n } from '../../ui/index.ts';

/** Pictures to be pushed along, with dots that say where one is. */
export function Gallery({ pictures, title }: { pictures: Picture[]; title: string }) {
  const { t } = useI18n();
  const row = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(0);
  const box = 'aspect-square w-full two:max-three:aspect-video';
  if (pictures.length === 0) return <ProductPicture picture={null} className={box} />;
  const follow = () => {
    const { scrollLeft, clientWidth } = row.current!;
    setIndex(Math.round(Math.abs(scrollLeft) / clientWidth));
  };
  const show = (next: number) =>
    row.current?.children[next]?.scrollIntoView({ block: 'nearest', inline: 'start' });
  return (
    <div className="relative">
      <section
        ref={row}
        aria-label={t('chat.shop.pictures', { title })}
        onScroll={follow}
        className="no-scrollbar flex snap-x snap-mandatory overflow-x-auto scroll-smooth"
      >
        {pictures.map((picture, at) => (
          <div key={picture.url ?? at} className="w-full flex-none snap-start">
            <ProductPicture
              picture={picture}
              size="full"
              eager={at === 0}
              className={cx(box, 'object-contain')}
            />
          </div>
        ))}
      </section>
      {pictures.length > 1 && (
        <div className="absolute inset-x-0 bottom-0 flex justify-center">
          {pictures.map((picture, at) => (
            <button
              key={picture.url ?? at}
              type="button"
              aria-label={t('chat.shop.picture', { number: at + 1, of: pictures.length })}
              aria-current={at === index || undefined}
              onClick={() => show(at)}
              className="grid size-8 place-items-center"
            >
              <span
                className={cx(
                  'size-2.5 rounded-full border border-panel',
                  at === index ? 'bg-petrol' : 'bg-line-strong',
                )}
              />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
