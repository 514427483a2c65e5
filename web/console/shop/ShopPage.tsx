import { Check, Copy, ExternalLink, Printer, UsersRound } from 'lucide-react';
import { Link } from 'wouter';
import { Avatar, Button, showToast, useI18n } from '../../ui/index.ts';
import { useSession } from '../session.tsx';
import { Page, Sheet } from '../shell/Page.tsx';
import { ProfileForm } from './ProfileForm.tsx';

export function ShopPage() {
  const { t } = useI18n();
  const { staff, isOwner } = useSession();
  const { shop } = staff;
  return (
    <Page
      title={t('console.shop')}
      backTo="/more"
      backOn="phone"
      actions={
        <Link href="/shop/team" className={linkLook}>
          <UsersRound aria-hidden size={17} />
          {t('console.team')}
        </Link>
      }
    >
      <div className="grid items-start gap-x-4 three:grid-cols-[1fr_20rem]">
        <Sheet>
          <div className="mb-4 flex items-center gap-4">
            <Avatar name={shop.name} url={shop.avatar_url} shape="square" size="l" />
            <div className="min-w-0">
              <p dir="auto" className="flex items-center gap-1.5 font-semibold text-l">
                {shop.name}
                {shop.verified && <VerifiedMark />}
              </p>
              <p className="text-soft text-s">{t('console.shop.profile_text')}</p>
            </div>
          </div>
          {isOwner ? <ProfileForm /> : <ProfileFacts />}
        </Sheet>
        <CodeSheet />
      </div>
    </Page>
  );
}

const linkLook =
  'inline-flex min-h-9 items-center gap-2 rounded-m border-[1.5px] border-line bg-panel px-3.5 font-semibold text-s hover:bg-sunken pointer-coarse:min-h-11';

function VerifiedMark() {
  const { t } = useI18n();
  return (
    <span
      role="img"
      aria-label={t('console.shop.verified')}
      title={t('console.shop.verified')}
      className="grid size-4.5 place-items-center rounded-full bg-petrol text-on-petrol"
    >
      <Check aria-hidden size={12} strokeWidth={3.4} />
    </span>
  );
}

/** What an agent reads and cannot change. */
function ProfileFacts() {
  const { t } = useI18n();
  const { about, description, address, email, websites, hours } = useSession().staff.shop;
  const facts: [string, string][] = [
    [t('console.shop.about'), about],
    [t('console.shop.description'), description],
    [t('console.shop.address'), address],
    [t('console.email'), email],
    [t('console.shop.websites'), websites.join('\n')],
    [t('console.shop.hours'), hours],
  ];
  return (
    <dl className="flex flex-col gap-3">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt className="text-soft text-s">{label}</dt>
            <dd dir="auto" className="whitespace-pre-line">
              {value}
            </dd>
          </div>
        ))}
    </dl>
  );
}

function CodeSheet() {
  const { t } = useI18n();
  const { shop } = useSession().staff;
  const copy = async () => {
    await navigator.clipboard.writeText(shop.link_url);
    showToast({ text: t('console.copied') });
  };
  return (
    <Sheet title={t('console.shop.code')} text={t('console.shop.code_text')}>
      <img
        src={shop.qr_url}
        alt={t('console.shop.code_alt', { name: shop.name })}
        width={240}
        height={240}
        className="mx-auto mb-3 aspect-square w-full max-w-60 rounded-m bg-[#fff] p-2 outline-1 outline-line"
      />
      <a
        href={shop.link_url}
        target="_blank"
        rel="noopener"
        dir="ltr"
        className="mb-3 flex items-center justify-center gap-1.5 text-center text-petrol text-s underline underline-offset-2"
      >
        {shop.link_url.replace(/^https?:\/\//, '')}
        <ExternalLink aria-hidden size={14} className="flex-none" />
      </a>
      <div className="flex flex-col gap-2">
        <Link
          href="/shop/poster"
          className="inline-flex min-h-11 items-center justify-center gap-2 rounded-m bg-petrol px-5 font-semibold text-on-petrol hover:bg-petrol-hover"
        >
          <Printer aria-hidden size={18} />
          {t('console.poster')}
        </Link>
        <Button variant="secondary" wide onClick={() => void copy()}>
          <Copy aria-hidden size={17} />
          {t('console.shop.copy_link')}
        </Button>
      </div>
    </Sheet>
  );
}
