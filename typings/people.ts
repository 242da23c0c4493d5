import type { MessageId, TerritoryCode } from './ids'
import type { Page } from './page'
import type { CommunityCard, Territory } from './territory'

/** A duty is a role held on a territory and everything below it. */
export type Role =
  | 'socialWorker'
  | 'stationSupervisor'
  | 'communityStaff'
  /** 街道民政办: street approval, the street's fund measures, rosters. */
  | 'streetStaff'
  | 'fundCommitteeMember'
  | 'fundSupervisor'
  | 'districtStaff'
  | 'auditor'
  /** 值班员: whom danger to life, and a need that nobody took up, reaches at any hour. */
  | 'dutyOfficer'

export interface Duty {
  role: Role
  territoryCode: TerritoryCode
  territoryName: string
}

/**
 * Subscription messages: to a worker a new task, to a resident the progress of a need, to a donor the arrival of a gift, and the
 * day of the month on which they wanted to be reminded of giving, and what their money was spent on; to those who decide on a
 * fund's money what waits for them, to those who asked for it what became of it.
 */
export type MessageKind =
  | 'taskOffered'
  | 'needProgress'
  | 'giftReceived'
  | 'giftReminder'
  | 'giftSpent'
  | 'fundTask'
  | 'fundProgress'

export interface Me {
  /** How the person is addressed: a real name for people with duties, else what they gave, else null. */
  name: string | null
  /** The community the person chose or scanned; null until then. */
  community: CommunityCard | null
  duties: readonly Duty[]
  unreadCount: number
  /** Messages that may still be sent to this person, by kind. */
  messageCredits: Record<MessageKind, number>
  /** WeChat's template id of each kind, for `wx.requestSubscribeMessage`. */
  templateIds: Record<MessageKind, string>
  /** The hotline and duty phone that are shown when life is in danger. */
  emergencyPhone: string
}

export interface InboxItem {
  messageId: MessageId
  kind: MessageKind
  title: string
  body: string
  /** The page it opens, with its query; begins with a slash. */
  page: string
  atMs: number
  read: boolean
}

export interface PeopleProcedures {
  'people.getMe': { input: Record<string, never>; result: Me }
  'people.setCommunity': { input: { territoryCode: TerritoryCode }; result: CommunityCard }
  /** Children of a territory; without a parent, the districts. */
  'people.listTerritories': { input: { parentCode: TerritoryCode | null }; result: readonly Territory[] }
  /** Communities and villages whose name contains the text, 20 at most. */
  'people.searchCommunities': { input: { text: string }; result: readonly (Territory & { streetName: string })[] }
  'people.getCommunity': { input: { territoryCode: TerritoryCode }; result: CommunityCard }
  /** What `wx.requestSubscribeMessage` answered «accept» to; `grantKey` makes a repeat harmless. */
  'people.addMessageCredits': {
    input: { kinds: readonly MessageKind[]; grantKey: string }
    result: Record<MessageKind, number>
  }
  'people.listInbox': { input: { cursor: string | null }; result: Page<InboxItem> }
  'people.setInboxRead': { input: { messageId: MessageId }; result: { unreadCount: number } }
}
