import { BadgeCheck, Globe, Mail, MapPin, Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ShopView } from '../../../protocol/index.ts';
import { Avatar, useI18n } from '../../ui/index.ts';
import { Hours } from './Hours.tsx';

/** Cover, face, name and the one line about it. */
export function ShopHead({ shop, level = 1 }: { shop: ShopView; level?: 1 | 2 }) {
  const Heading = level === 1 ? 'h1' : 'h2';
  const { t } = useI18n();
  return (
    <header>
      {shop.cover_url ? (
        <img
          src={shop.cover_url}
          alt=""
          fetchPriority="high"
          className="h-40 w-full bg-sunken object-cover two:h-56"
        />
      ) : (
        <div className="awning" />
      )}
      <div className="px-5 two:px-8">
        <Avatar
          name={shop.name}
          url={shop.avatar_url}
          shape="square"
          size="xl"
          className="relative -mt-12 border-4 border-panel"
        />
        <Heading className="mt-2 flex items-center gap-2 font-bold text-xl">
          <bdi>{shop.name}</bdi>
          {shop.verified && (
            <BadgeCheck
              size={22}
              className="flex-none text-petrol"
              role="img"
              aria-label={t('chat.shop.verified')}
            />
          )}
        </Heading>
        {shop.about && (
          <p className="text-soft">
            <bdi>{shop.about}</bdi>
          </p>
        )}
      </div>
    </header>
  );
}

/** What one wants to know before going there: story, hours, place, ways to reach it. */
export function ShopFacts({ shop }: { shop: ShopView }) {
  const { t } = useI18n();
  return (
    <section aria-label={t('chat.shop.about')} className="grid gap-2.5">
      {shop.description && (
        <p dir="auto" className="mb-1 whitespace-pre-wrap">
          {shop.description}
        </p>
      )}
      <Hours text={shop.hours} />
      {shop.address && (
        <Fact icon={<MapPin size={18} />}>
          <span>
            <bdi>{shop.address}</bdi>
          </span>
        </Fact>
      )}
      {shop.phone && (
        <Fact icon={<Phone size={18} />}>
          <OutLink href={`tel:${shop.phone}`}>{shop.phone}</OutLink>
        </Fact>
      )}
      {shop.email && (
        <Fact icon={<Mail size={18} />}>
          <OutLink href={`mailto:${shop.email}`}>{shop.email}</OutLink>
        </Fact>
      )}
      {shop.websites.filter(isWebAddress).map((website) => (
        <Fact key={website} icon={<Globe size={18} />}>
          <OutLink href={website}>{website.replace(/^https?:\/\//, '')}</OutLink>
        </Fact>
      ))}
    </section>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-center gap-3">
      <span aria-hidden className="flex-none text-soft">
        {icon}
      </span>
      {children}
    </p>
  );
}

function OutLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex min-h-6 items-center text-petrol underline underline-offset-2"
    >
      <bdi>{children}</bdi>
    </a>
  );
}

/** A shop writes its own addresses: nothing but the web opens from here. */
function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}
