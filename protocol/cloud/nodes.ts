// Parameters and answers of the API's nodes and edges other than messages.
import * as v from 'valibot';
import { cloudLimits } from './limits.ts';

/** Booleans arrive as JSON, or as text in a query or a form. */
export const flagSchema = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false', '1', '0'])]),
  v.transform((value) => value === true || value === 'true' || value === '1'),
);

export const verticals = [
  'UNDEFINED',
  'OTHER',
  'AUTO',
  'BEAUTY',
  'APPAREL',
  'EDU',
  'ENTERTAIN',
  'EVENT_PLAN',
  'FINANCE',
  'GROCERY',
  'GOVT',
  'HOTEL',
  'HEALTH',
  'NONPROFIT',
  'PROF_SERVICES',
  'RETAIL',
  'TRAVEL',
  'RESTAURANT',
  'NOT_A_BIZ',
] as const;

/** `POST /{phone number id}/whatsapp_business_profile`: what is absent stays as it is. */
export const profileChangeSchema = v.object({
  messaging_product: v.literal('whatsapp'),
  about: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(cloudLimits.profileAboutCharsMax))),
  address: v.optional(v.pipe(v.string(), v.maxLength(cloudLimits.profileAddressCharsMax))),
  description: v.optional(v.pipe(v.string(), v.maxLength(cloudLimits.profileDescriptionCharsMax))),
  email: v.optional(
    v.union([v.literal(''), v.pipe(v.string(), v.email(), v.maxLength(cloudLimits.profileEmailCharsMax))]),
  ),
  websites: v.optional(
    v.pipe(
      v.array(
        v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/), v.maxLength(cloudLimits.profileWebsiteCharsMax)),
      ),
      v.maxLength(cloudLimits.profileWebsitesMax),
    ),
  ),
  vertical: v.optional(v.picklist(verticals)),
});

/** `POST /{phone number id}/whatsapp_commerce_settings`, by query or body. */
export const commerceSettingsChangeSchema = v.object({
  is_cart_enabled: v.optional(flagSchema),
  is_catalog_visible: v.optional(flagSchema),
});

const callbackUrlSchema = (max: number) =>
  v.pipe(v.string(), v.regex(/^https?:\/\/[^\s]+$/), v.maxLength(max));
const verifyTokenSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(cloudLimits.verifyTokenCharsMax));

/** `POST /{app id}/subscriptions`, with the app's own token. */
export const subscriptionSchema = v.object({
  object: v.literal('whatsapp_business_account'),
  callback_url: callbackUrlSchema(cloudLimits.callbackUrlCharsMax),
  verify_token: verifyTokenSchema,
  fields: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z_]{1,64}$/))), v.minLength(1), v.maxLength(64)),
  include_values: v.optional(flagSchema),
});

/** `POST /{waba id}/subscribed_apps`: empty takes an override away. */
export const subscribedAppSchema = v.object({
  override_callback_uri: v.optional(callbackUrlSchema(cloudLimits.overrideUrlCharsMax)),
  verify_token: v.optional(verifyTokenSchema),
});

/** `webhook_configuration` of `POST /{phone number id}`: an empty address takes the override away. */
export const numberOverrideSchema = v.object({
  override_callback_uri: v.union([v.literal(''), callbackUrlSchema(cloudLimits.overrideUrlCharsMax)]),
  verify_token: v.optional(verifyTokenSchema),
});

/** The webhook fields that an app may subscribe to; those that this server sends are `messages` alone so far. */
export const webhookFields = [
  'account_alerts',
  'account_review_update',
  'account_update',
  'business_capability_update',
  'calls',
  'flows',
  'message_template_components_update',
  'message_template_quality_update',
  'message_template_status_update',
  'messages',
  'phone_number_name_update',
  'phone_number_quality_update',
  'security',
  'smb_app_state_sync',
  'smb_message_echoes',
  'template_category_update',
  'user_preferences',
] as const;
