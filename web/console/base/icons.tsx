import { EllipsisVertical } from 'lucide-react';

export function MoreIcon() {
  return <EllipsisVertical aria-hidden size={19} />;
}
