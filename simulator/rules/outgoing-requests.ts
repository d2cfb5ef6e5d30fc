import type { messagingApi } from '@line/bot-sdk';

/**
 * Everything a bot sends to LINE, by the name `validateRequest` knows it under.
 * `generate-schema.ts` turns this one type into `schema/messaging-api.json`.
 */
export interface OutgoingRequests {
  message: messagingApi.Message;
  reply: messagingApi.ReplyMessageRequest;
  push: messagingApi.PushMessageRequest;
  multicast: messagingApi.MulticastRequest;
  validate: messagingApi.ValidateMessageRequest;
  loading: messagingApi.ShowLoadingAnimationRequest;
  markAsRead: messagingApi.MarkMessagesAsReadByTokenRequest;
  webhookEndpoint: messagingApi.SetWebhookEndpointRequest;
  richMenu: messagingApi.RichMenuRequest;
  createRichMenuAlias: messagingApi.CreateRichMenuAliasRequest;
  updateRichMenuAlias: messagingApi.UpdateRichMenuAliasRequest;
  bulkLink: messagingApi.RichMenuBulkLinkRequest;
  bulkUnlink: messagingApi.RichMenuBulkUnlinkRequest;
}
