import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import type { ImportId, ProductId } from '../../../protocol/index.ts';
import { PageSkeleton } from '../shell/Page.tsx';
import { ProductList } from './ProductList.tsx';

const ProductPage = lazy(() => import('./ProductPage.tsx').then((file) => ({ default: file.ProductPage })));
const ImportPage = lazy(() => import('./ImportPage.tsx').then((file) => ({ default: file.ImportPage })));
const ReportPage = lazy(() => import('./ReportPage.tsx').then((file) => ({ default: file.ReportPage })));

export function CataloguePage() {
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        <Route path="/catalogue">
          <ProductList />
        </Route>
        <Route path="/catalogue/new">
          <ProductPage key="new" productId={null} />
        </Route>
        <Route path="/catalogue/import">
          <ImportPage />
        </Route>
        <Route path="/catalogue/import/:importId">
          {({ importId }) => <ReportPage key={importId} importId={importId as ImportId} />}
        </Route>
        <Route path="/catalogue/:productId">
          {({ productId }) => <ProductPage key={productId} productId={productId as ProductId} />}
        </Route>
      </Switch>
    </Suspense>
  );
}
