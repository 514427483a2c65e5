export function DevelopersPage(_: { deliveryId: string | null }) {
  return null;
}
