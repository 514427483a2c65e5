import { ImageOff } from 'lucide-react';
import type { Picture, WireMoney } from '../../../protocol/index.ts';
import { Money } from '../base/Value.tsx';
import { cx } from '../class-names.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';

export interface ProductCardProps {
  title: string;
  price: WireMoney;
  regularPrice?: WireMoney | null;
  /** "from 89,00 €" */
  priceVaries?: boolean;
  soldOut?: boolean;
  picture: Picture | null;
  onOpen?(): void;
  /** The first pictures in view load at once. */
  eager?: boolean;
  className?: string;
}

/** A product on a shelf: picture, name, price. */
export function ProductCard(props: ProductCardProps) {
  const { title, picture, soldOut = false, onOpen, eager = false, className } = props;
  const { t } = useI18n();
  return (
    <button
      type="button"
      onClick={onOpen}
      disabled={!onOpen}
      className={cx(
        'group flex flex-col overflow-hidden rounded-l bg-panel text-start outline-1 outline-line',
        'focus-visible:outline-2 focus-visible:outline-petrol',
        className,
      )}
    >
      <ProductPicture decorative picture={picture} eager={eager} className="aspect-[6/5] w-full" />
      <span className="flex w-full flex-1 flex-col gap-0.5 px-2.5 pt-2 pb-2.5">
        <span className="line-clamp-2 font-semibold text-s">
          <bdi>{title}</bdi>
        </span>
        <span className="mt-auto text-s">
          <Price {...props} />
        </span>
        {soldOut && <span className="text-soft text-xs">{t('shop.sold_out')}</span>}
      </span>
    </button>
  );
}

export function Price({ price, regularPrice, priceVaries }: PriceProps) {
  const { t, money } = useI18n();
  return (
    <>
      {priceVaries ? (
        <span className="num">{t('shop.price_from', { price: money(price) })}</span>
      ) : (
        <Money value={price} />
      )}
      {regularPrice && (
        <>
          {' '}
          <span className="sr-only">{t('shop.instead_of')}</span>
          <s className="text-soft text-xs">
            <Money value={regularPrice} />
          </s>
        </>
      )}
    </>
  );
}

export interface PriceProps {
  price: WireMoney;
  regularPrice?: WireMoney | null;
  priceVaries?: boolean;
}

export interface ProductPictureProps {
  picture: Picture | null;
  size?: 'thumbnail' | 'full';
  eager?: boolean;
  /** The name stands beside it: nothing more to say aloud. */
  decorative?: boolean;
  className?: string;
}

/** The box keeps its shape while the picture loads, and when there is none. */
export function ProductPicture(props: ProductPictureProps) {
  const { picture, size = 'thumbnail', eager = false, decorative = false, className } = props;
  const url =
    size === 'full' ? (picture?.url ?? picture?.thumbnail_url) : (picture?.thumbnail_url ?? picture?.url);
  if (!url) {
    return (
      <span aria-hidden className={cx('grid place-items-center bg-sunken text-soft', className)}>
        <ImageOff size={22} />
      </span>
    );
  }
  return (
    <img
      src={url}
      alt={decorative ? '' : (picture?.alt ?? '')}
      loading={eager ? 'eager' : 'lazy'}
      decoding="async"
      {...(picture?.width && picture.height ? { width: picture.width, height: picture.height } : {})}
      className={cx('bg-sunken object-cover', className)}
    />
  );
}
