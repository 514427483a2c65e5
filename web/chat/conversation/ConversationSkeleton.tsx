import { Skeleton } from '../../ui/index.ts';

export function ConversationSkeleton() {
  return (
    <div className="flex h-full flex-col bg-paper">
      <div className="flex items-center gap-3 border-line border-b bg-panel px-4 py-2.5">
        <Skeleton className="size-11 rounded-m" />
        <Skeleton className="h-5 w-40" />
      </div>
      <div className="flex flex-1 flex-col justify-end gap-2 p-5">
        <Skeleton className="h-12 w-56 rounded-l" />
        <Skeleton className="h-10 w-44 self-end rounded-l" />
        <Skeleton className="h-20 w-64 rounded-l" />
      </div>
      <div className="h-15 border-line border-t bg-panel" />
    </div>
  );
}
