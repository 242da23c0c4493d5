import type { MessageId, TerritoryCode } from '../../typings/ids'
import type { Page } from '../../typings/page'
import type { InboxItem, Me } from '../../typings/people'
import type { CommunityCard, Territory } from '../../typings/territory'
import { call } from '../platform/cloud'

/** Input, answer and limits of each call: `typings/people.ts`. All reject with CallFailure (`platform/cloud.ts`). */

export function getMe(): Promise<Me> {
  return call('people.getMe', {})
}

export function setCommunity(territoryCode: TerritoryCode): Promise<CommunityCard> {
  return call('people.setCommunity', { territoryCode })
}

export function listTerritories(parentCode: TerritoryCode | null): Promise<readonly Territory[]> {
  return call('people.listTerritories', { parentCode })
}

export function searchCommunities(text: string): Promise<readonly (Territory & { streetName: string })[]> {
  return call('people.searchCommunities', { text })
}

export function getCommunity(territoryCode: TerritoryCode): Promise<CommunityCard> {
  return call('people.getCommunity', { territoryCode })
}

export function listInbox(cursor: string | null): Promise<Page<InboxItem>> {
  return call('people.listInbox', { cursor })
}

export function setInboxRead(messageId: MessageId): Promise<{ unreadCount: number }> {
  return call('people.setInboxRead', { messageId })
}
