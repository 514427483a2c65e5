import { Printer } from 'lucide-react';
import { Avatar, Button, useI18n } from '../../ui/index.ts';
import { useSession } from '../session.tsx';
import { Page } from '../shell/Page.tsx';

/** The sheet for the window: printed as it is shown, always ink on paper. */
export function PosterPage() {
  const { t } = useI18n();
  const { shop } = useSession().staff;
  return (
    <Page
      title={t('console.poster')}
      text={t('console.poster.text')}
      backTo="/shop"
      width="narrow"
      actions={
        <Button onClick={() => window.print()}>
          <Printer aria-hidden size={18} />
          {t('console.poster.print')}
        </Button>
      }
    >
      <article className="mx-auto flex aspect-[1/1.414] w-full max-w-xl flex-col items-center justify-between gap-4 rounded-l bg-[#fff] p-[7%] text-center text-[#1b1a17] shadow-card print:h-dvh print:max-w-none print:rounded-none print:p-[8mm] print:shadow-none">
        <div className="flex flex-col items-center">
          <Avatar name={shop.name} url={shop.avatar_url} shape="square" size="xl" className="mb-4" />
          <p dir="auto" className="font-bold text-3xl tracking-tight print:text-[48pt]">
            {shop.name}
          </p>
          {shop.about && (
            <p dir="auto" className="mt-2 text-l text-[#625c52] print:text-[18pt]">
              {shop.about}
            </p>
          )}
        </div>
        <img
          src={shop.qr_url}
          alt={t('console.shop.code_alt', { name: shop.name })}
          className="w-3/5 rounded-xl border-4 border-[#0e5a63] p-2"
        />
        <div>
          <p className="font-semibold text-xl print:text-[24pt]">{t('console.poster.scan')}</p>
          <p className="mt-1 text-[#625c52] print:text-[14pt]">{t('console.poster.promise')}</p>
          <p
            dir="ltr"
            className="mt-4 border-[#e5ddcf] border-t pt-4 font-mono text-s text-[#625c52] print:text-[12pt]"
          >
            {shop.link_url.replace(/^https?:\/\//, '')}
          </p>
        </div>
      </article>
    </Page>
  );
}
