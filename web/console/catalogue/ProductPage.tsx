import { Eye, EyeOff, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import type { ConsoleCatalog, ConsoleProduct, ProductId } from '../../../protocol/index.ts';
import { Button, Menu, Pill, Skeleton, showToast, useI18n, wordError } from '../../ui/index.ts';
import { MoreIcon } from '../base/icons.tsx';
import { toFault, useAction } from '../base/use-action.ts';
import { useLeaveGuard } from '../base/use-leave-guard.ts';
import { api } from '../session.tsx';
import { FaultNote, FaultState, Page, Sheet } from '../shell/Page.tsx';
import { takeProduct, useCatalog, useProduct } from './catalogue-cache.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { PicturesField } from './PicturesField.tsx';
import { PlacementFields } from './PlacementFields.tsx';
import { findProblems, type ProductDraft, toDraft, toInput } from './product-draft.ts';
import { VariantsField } from './VariantsField.tsx';
import { WordsFields } from './WordsFields.tsx';

/** The page of one product, or of one to be. */
export function ProductPage({ productId }: { productId: ProductId | null }) {
  const catalog = useCatalog();
  const product = useProduct(productId);
  const fault = catalog.fault ?? product.fault;
  if (catalog.data && (productId === null || product.data)) {
    return (
      <Editor
        key={product.data ? JSON.stringify(product.data) : 'new'}
        catalog={catalog.data}
        product={product.data ?? null}
      />
    );
  }
  return (
    <Page title={<Skeleton className="h-7 w-48" />} backTo="/catalogue">
      {fault ? (
        <FaultState
          fault={fault}
          onRetry={() => {
            catalog.reload();
            product.reload();
          }}
        />
      ) : (
        <Skeleton className="h-96 rounded-l" />
      )}
    </Page>
  );
}

interface EditorProps {
  catalog: ConsoleCatalog;
  product: ConsoleProduct | null;
}

function Editor({ catalog, product }: EditorProps) {
  const { t, locale } = useI18n();
  const [, navigate] = useLocation();
  const place = { currency: catalog.currency, locale };
  const [draft, setDraft] = useState(() => toDraft(product, place));
  const [isTried, setTried] = useState(false);
  const isChanged =
    JSON.stringify(draft) !== JSON.stringify(toDraft(product, place)) && !isFresh(product, draft);
  useLeaveGuard(isChanged);
  const problems = findProblems(draft, catalog.currency);
  const save = useAction(async () => {
    const input = toInput(draft, catalog.currency);
    const saved = await (product ? api.saveProduct(product.product_id, input) : api.createProduct(input));
    takeProduct(saved);
    showToast({ text: t('console.saved') });
    if (!product) navigate(`/catalogue/${saved.product_id}`, { replace: true });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problems.length === 0) save.run();
  };
  const change = (part: Partial<ProductDraft>) => setDraft((present) => ({ ...present, ...part }));
  return (
    <Page
      title={product?.title ?? t('console.product.new')}
      text={product?.state === 'hidden' && <Pill>{t('console.catalogue.hidden')}</Pill>}
      backTo="/catalogue"
      actions={product && <ProductMenu product={product} />}
    >
      <form
        onSubmit={submit}
        noValidate
        className="grid items-start gap-x-4 three:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="min-w-0">
          <Sheet>
            <WordsFields draft={draft} language={catalog.language} onChange={change} />
          </Sheet>
          <Sheet title={t('console.product.pictures')} text={t('console.product.pictures_text')}>
            <PicturesField draft={draft} onChange={change} />
          </Sheet>
          <Sheet title={t('console.product.variants')} text={t('console.product.variants_text')}>
            <VariantsField draft={draft} currency={catalog.currency} isTried={isTried} onChange={change} />
          </Sheet>
        </div>
        <div className="three:sticky three:top-4">
          <Sheet>
            <PlacementFields draft={draft} catalog={catalog} onChange={change} />
          </Sheet>
        </div>
        {(isChanged || !product) && (
          <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-3 border-line border-t bg-panel px-4 py-3 two:mx-0 two:rounded-t-l two:border three:col-span-2">
            <Button type="submit" busy={save.isBusy}>
              {t('common.save')}
            </Button>
            <Button variant="quiet" onClick={() => setDraft(toDraft(product, place))}>
              {t('console.discard_changes')}
            </Button>
            {isTried && problems.length > 0 && (
              <p role="alert" className="text-bad text-s">
                {t(`console.product.${problems[0]!}`)}
              </p>
            )}
            <FaultNote fault={save.fault} />
          </div>
        )}
      </form>
    </Page>
  );
}

/** A new product with nothing in it is nothing to lose. */
function isFresh(product: ConsoleProduct | null, draft: ProductDraft): boolean {
  return product === null && draft.title === '' && draft.pictures.length === 0 && draft.description === '';
}

function ProductMenu({ product }: { product: ConsoleProduct }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [isDeleting, setDeleting] = useState(false);
  const isHidden = product.state === 'hidden';
  const put = async (state: 'active' | 'hidden') => {
    try {
      takeProduct(await api.setProductState(product.product_id, state));
      showToast({
        text: t(state === 'hidden' ? 'console.product.is_hidden' : 'console.product.is_shown'),
        action: { label: t('common.undo'), run: () => void put(state === 'hidden' ? 'active' : 'hidden') },
      });
    } catch (error) {
      showToast({ text: wordError(toFault(error).code, i18n) });
    }
  };
  return (
    <>
      <Button variant="secondary" onClick={() => void put(isHidden ? 'active' : 'hidden')}>
        {isHidden ? <Eye aria-hidden size={17} /> : <EyeOff aria-hidden size={17} />}
        {t(isHidden ? 'console.product.show' : 'console.product.hide')}
      </Button>
      <Menu
        label={t('common.more')}
        icon={<MoreIcon />}
        items={[
          {
            label: t('console.product.delete'),
            icon: <Trash2 aria-hidden size={18} />,
            danger: true,
            onSelect: () => setDeleting(true),
          },
        ]}
      />
      {isDeleting && <DeleteDialog product={product} onClose={() => setDeleting(false)} />}
    </>
  );
}
