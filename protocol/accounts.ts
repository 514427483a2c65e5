// Signing in, accounts and shops over HTTP (`/api/…`).
import * as v from 'valibot';
import {
  type AccountId,
  type CatalogId,
  type ConversationId,
  type DeviceId,
  idSchema,
  type StaffId,
} from './ids.ts';
import { limits } from './limits.ts';

const nameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.nameCharsMax));
export const languageSchema = v.pipe(v.string(), v.regex(/^[a-z]{2}(-[A-Z]{2})?$/));

/** `POST /api/sign-in/code` → `CodeRequested`. The answer is the same whether or not the number has an account. */
export const requestCodeSchema = v.strictObject({
  /** E.164, or national digits with `country`. */
  phone: v.pipe(v.string(), v.maxLength(32)),
  country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  language: v.optional(languageSchema),
});
export interface CodeRequested {
  request_id: string;
  /** The number as understood, E.164. */
  phone: string;
  expires_at: number;
}

/** `POST /api/sign-in` → `SignedIn`, and the session cookie. A new number makes a new account. */
export const signInSchema = v.strictObject({
  request_id: v.pipe(v.string(), v.maxLength(64)),
  code: v.pipe(v.string(), v.regex(/^\d{6,8}$/)),
  name: v.optional(nameSchema),
  device_name: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** The number came to a new owner: a new account begins, the old one loses the number. */
  start_new: v.optional(v.boolean()),
});
/** `POST /api/sign-out` and `POST /api/console/sign-out` end the session and its sockets. */
export interface SignedIn {
  account: AccountView;
  device_id: DeviceId;
  /** True when this number had no account before: ask for the name, unless one was sent. */
  is_new: boolean;
  /** Shown once, for clients without cookies. */
  token: string;
}

/** `GET /api/me`, `PATCH /api/me`, `DELETE /api/me` (with a fresh code). */
export interface AccountView {
  account_id: AccountId;
  name: string;
  phone: string | null;
  language: string;
  avatar_url: string | null;
}
export const updateAccountSchema = v.strictObject({
  name: v.optional(nameSchema),
  language: v.optional(languageSchema),
});

/**
 * `POST /api/me/phone` changes the number and `POST /api/me/delete` (or `DELETE /api/me`) erases the account. Their
 * codes: `POST /api/me/phone/code` (requestCodeSchema, sent to the new number) and `POST /api/me/delete/code` (sent
 * to the present one) → `CodeRequested`.
 */
export const confirmWithCodeSchema = v.strictObject({
  request_id: v.pipe(v.string(), v.maxLength(64)),
  code: v.pipe(v.string(), v.regex(/^\d{6,8}$/)),
});

/** `GET /api/me/devices`; `DELETE /api/me/devices/{device_id}` closes its sockets. */
export interface DeviceView {
  device_id: DeviceId;
  name: string;
  current: boolean;
  created_at: number;
  seen_at: number;
}

/** `GET /api/shops/{handle}`: what anybody may see of a business. */
export interface ShopView {
  account_id: AccountId;
  handle: string;
  name: string;
  verified: boolean;
  about: string;
  description: string;
  address: string;
  email: string;
  websites: string[];
  phone: string | null;
  /** OpenStreetMap opening_hours, e.g. "Tu-Sa 10:00-19:00". */
  hours: string;
  avatar_url: string | null;
  cover_url: string | null;
  catalog_id: CatalogId | null;
  /** Addresses on this origin. */
  link_url: string;
  qr_url: string;
}

/** `POST /api/shops/{handle}/conversation`: opens, or finds, the person's chat with the shop. */
export const openConversationSchema = v.strictObject({
  /** How the person came: told to the business, never their number. */
  source: v.optional(v.picklist(['link', 'qr', 'search'])),
});
export interface ConversationOpened {
  conversation_id: ConversationId;
}
/** `POST /api/conversations/{conversation_id}/share-phone`: the person shows the business their number. */

/** `GET`, `PUT` and `DELETE /api/shops/{handle}/block`: whether the person takes messages from the shop. */
export interface BlockView {
  blocked: boolean;
}

/** `POST /api/console/sign-in` → `StaffView` and the session cookie. */
export const staffSignInSchema = v.strictObject({
  email: v.pipe(v.string(), v.email(), v.maxLength(254)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
});
export const staffRoles = ['owner', 'agent'] as const;
export type StaffRole = (typeof staffRoles)[number];
/** `GET /api/console/me` */
export interface StaffView {
  staff_id: StaffId;
  name: string;
  email: string;
  role: StaffRole;
  shop: ShopView;
}

/** `GET /api/console/session`: who sits at this console; null when nobody is signed in. */
export interface StaffSession {
  staff: StaffView | null;
}

/** `GET /api/console/staff` and `POST` (owners): the team. */
export interface TeamMemberView {
  staff_id: StaffId;
  name: string;
  email: string;
  role: StaffRole;
  disabled: boolean;
}
const passwordSchema = v.pipe(v.string(), v.minLength(10), v.maxLength(256));
export const createStaffSchema = v.strictObject({
  name: nameSchema,
  email: v.pipe(v.string(), v.email(), v.maxLength(254)),
  password: passwordSchema,
  role: v.picklist(staffRoles),
});
/** `PATCH /api/console/staff/{staff_id}` (owners). A new role and disabling end the member's sessions. */
export const updateStaffSchema = v.strictObject({
  name: v.optional(nameSchema),
  role: v.optional(v.picklist(staffRoles)),
  disabled: v.optional(v.boolean()),
});
/** `POST /api/console/password` */
export const changePasswordSchema = v.strictObject({
  password: v.pipe(v.string(), v.maxLength(256)),
  new_password: passwordSchema,
});
/** `PATCH /api/console/shop` (owners) → `ShopView` */
export const updateShopSchema = v.strictObject({
  name: v.optional(nameSchema),
  about: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(limits.aboutCharsMax))),
  description: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(512))),
  address: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(256))),
  email: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.email(), v.maxLength(128))])),
  websites: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.url(), v.regex(/^https?:/), v.maxLength(256))), v.maxLength(2)),
  ),
  hours: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(256))),
});

/** `POST /api/media` (multipart field `file`) → what a message may then refer to. */
export const mediaViewSchema = v.object({
  media_id: idSchema('media'),
  mime_type: v.string(),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  size_bytes: v.number(),
});
export type MediaView = v.InferOutput<typeof mediaViewSchema>;
/** `GET /api/media/{media_id}/urls`: signed, short-lived, on this origin. */
export interface MediaUrls {
  url: string;
  thumbnail_url: string;
  expires_at: number;
}

/** `GET /api/instance`: what kind of server this is, who is signed in, and in a sandbox whom one may be with one press. */
export interface InstanceView {
  mode: 'sandbox' | 'production';
  account: AccountView | null;
  people: { name: string; phone: string }[];
  shops: { handle: string; name: string }[];
}
