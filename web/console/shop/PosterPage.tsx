import { Printer } from 'lucide-react';
import { Button, useI18n } from '../../ui/index.ts';
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
      <article
        data-theme="light"
        className="mx-auto flex aspect-[1/1.414] w-full max-w-xl flex-col items-center justify-between gap-6 rounded-l bg-[#fff] p-[8%] text-center text-ink shadow-card print:max-w-none print:rounded-none print:p-0 print:shadow-none"
      >
        <div>
          <p dir="auto" className="font-bold text-3xl tracking-tight print:text-[48pt]">
            {shop.name}
          </p>
          {shop.about && (
            <p dir="auto" className="mt-2 text-l text-soft print:text-[18pt]">
              {shop.about}
            </p>
          )}
        </div>
        <img src={shop.qr_url} alt={t('console.shop.code_alt', { name: shop.name })} className="w-3/5" />
        <div>
          <p className="font-semibold text-xl print:text-[24pt]">{t('console.poster.scan')}</p>
          <p className="mt-1 text-soft print:text-[14pt]">{t('console.poster.promise')}</p>
          <p
            dir="ltr"
            className="mt-4 border-line border-t pt-4 font-mono text-s text-soft print:text-[12pt]"
          >
            {shop.link_url.replace(/^https?:\/\//, '')}
          </p>
        </div>
      </article>
    </Page>
  );
}
