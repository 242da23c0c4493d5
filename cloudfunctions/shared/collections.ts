/**
 * Every collection of the product, with the indexes that its queries use. The local cloud, the deployment and the
 * documents read this list; all are closed to clients (ADMINONLY), so that every access goes through a function.
 */
type Direction = 1 | -1
export interface Index {
  name: string
  fields: readonly (readonly [field: string, direction: Direction])[]
  unique?: boolean
}
export interface Collection {
  name: string
  permission: 'ADMINONLY'
  indexes: readonly Index[]
}

function collection(name: string, indexes: Record<string, readonly string[]> = {}): Collection {
  return {
    name,
    permission: 'ADMINONLY',
    indexes: Object.entries(indexes).map(([indexName, fields]) => ({
      name: indexName,
      fields: fields.map((field) => (field.startsWith('-') ? ([field.slice(1), -1] as const) : ([field, 1] as const))),
    })),
  }
}

/** A field with a leading minus is descending. */
export const collections: readonly Collection[] = [
  // The tree and the people.
  collection('territories', {
    byParent: ['parentCode', '_id'],
    byDistrictLevel: ['districtCode', 'level', '_id'],
    byLatitude: ['position.latitude'],
  }),
  collection('people', { byDutyPlace: ['duties.territoryCode', '_id'] }),
  collection('consents', { byPerson: ['openid'] }),
  // What a person had put together to take along; gone after a day.
  collection('exports', { byPerson: ['openid'], expired: ['expiresAtMs'] }),
  collection('mandates', { byActor: ['actorOpenid', 'revokedAtMs'], byPrincipal: ['principalOpenid', 'revokedAtMs'] }),
  collection('inbox', { byPerson: ['openid', '-atMs', '_id'], unread: ['openid', 'read'], byPage: ['page'] }),
  collection('deadLetters', {
    byPerson: ['openid'],
    deadStreet: ['streetCode', 'state', '-diedAtMs', '_id'],
    deadDistrict: ['districtCode', 'state', '-diedAtMs', '_id'],
    byStreet: ['streetCode', '-diedAtMs', '_id'],
    byDistrict: ['districtCode', '-diedAtMs', '_id'],
    outboxDue: ['outboxDueAtMs'],
  }),

  // Needs and those who answer them.
  collection('workers', {
    byStreetField: ['districtCode', 'streetCode', 'fields'],
    byDistrictField: ['districtCode', 'fields'],
    byOpenid: ['openid'],
    roomFreed: ['roomSinceMs'],
    // Residents who are gone are taken out of what a worker is remembered for.
    byFormerResident: ['formerResidents'],
    byComplaint: ['complainedBy'],
  }),
  collection('needs', {
    byResident: ['residentOpenid', '-submittedAtMs', '_id'],
    byWorker: ['workerOpenid', '-submittedAtMs', '_id'],
    triageStreet: ['status', 'streetCode', 'submittedAtMs', '_id'],
    triageDistrict: ['status', 'districtCode', 'submittedAtMs', '_id'],
    offerDeadline: ['status', 'offerDeadlineMs'],
    routeDue: ['routeAtMs'],
    escalateDue: ['escalateAtMs'],
    outboxDue: ['outboxDueAtMs'],
    byCommunityTime: ['territoryCode', 'submittedAtMs'],
    // Who shares a door or a phone; who acts for whom; who wrote it down.
    sameDoor: ['conflictCodes', 'field', '-submittedAtMs'],
    byMandate: ['behalf.mandateId'],
    byEnterer: ['entered.openid', '-submittedAtMs', '_id'],
    // What a person of the community, or a person at all, has to look at.
    verifyCommunity: ['territoryCode', 'verified', 'submittedAtMs', '_id'],
    verifyStreet: ['streetCode', 'verified', 'submittedAtMs', '_id'],
    verifyDistrict: ['districtCode', 'verified', 'submittedAtMs', '_id'],
    reviewStreet: ['streetCode', 'contentReview', 'submittedAtMs', '_id'],
    reviewDistrict: ['districtCode', 'contentReview', 'submittedAtMs', '_id'],
    acceptedStreet: ['status', 'streetCode', 'acceptedAtMs', '_id'],
    acceptedDistrict: ['status', 'districtCode', 'acceptedAtMs', '_id'],
  }),
  collection('notes', {
    byNeed: ['needId', '-atMs', '_id'],
    unread: ['toOpenid', 'read', 'verdict', 'needId'],
    byWriter: ['fromOpenid', '-atMs'],
    reviewStreet: ['streetCode', 'verdict', 'atMs'],
    reviewDistrict: ['districtCode', 'verdict', 'atMs'],
    outboxDue: ['outboxDueAtMs'],
  }),
  collection('dangers', {
    byStreet: ['streetCode', '-raisedAtMs', '_id'],
    byRaiser: ['raiserOpenid', 'districtCode', 'state', '-raisedAtMs'],
    byDistrict: ['districtCode', '-raisedAtMs', '_id'],
    escalateDue: ['escalateAtMs'],
    outboxDue: ['outboxDueAtMs'],
  }),
  collection('cases', {
    byWorkerDue: ['workerOpenid', 'status', 'dueAtMs', '_id'],
    byWorkerClosed: ['workerOpenid', 'status', '-closedAtMs', '_id'],
    referredTo: ['referredTo', 'dueAtMs'],
    reviewStreet: ['streetCode', 'contentReview', 'acceptedAtMs'],
    reviewDistrict: ['districtCode', 'contentReview', 'acceptedAtMs'],
    awaitsStreet: ['streetCode', 'awaits', 'awaitsSinceMs', '_id'],
    awaitsDistrict: ['districtCode', 'awaits', 'awaitsSinceMs', '_id'],
    dueStreet: ['status', 'streetCode', 'dueAtMs', '_id'],
    dueDistrict: ['status', 'districtCode', 'dueAtMs', '_id'],
    closedStreet: ['streetCode', 'closedAtMs', '_id'],
    closedDistrict: ['districtCode', 'closedAtMs', '_id'],
    outboxDue: ['outboxDueAtMs'],
    // Children's files of an area; requests for volunteers that are open.
    childrenStreet: ['streetCode', 'minor', '-acceptedAtMs', '_id'],
    childrenDistrict: ['districtCode', 'minor', '-acceptedAtMs', '_id'],
    callsStreet: ['streetCode', 'status', 'callsUntilMs'],
    byCall: ['volunteerRequests.requestId'],
    byLetter: ['referrals.letter.openid'],
  }),
  collection('helpOffers', { byNeed: ['needId', 'coming', 'atMs'], byPerson: ['openid'] }),
  collection('leaves', {
    byWorker: ['workerOpenid', '-askedAtMs', '_id'],
    byStation: ['stationCode', '-askedAtMs', '_id'],
    byDistrict: ['districtCode', '-askedAtMs', '_id'],
    moveOffers: ['moveOffersAtMs'],
  }),
  collection('caseAccess', {
    byReader: ['needId', 'askerOpenid', 'untilMs'],
    byStreet: ['streetCode', '-askedAtMs', '_id'],
    byDistrict: ['districtCode', '-askedAtMs', '_id'],
  }),
  collection('routingPolicies', { byDistrict: ['districtCode', '-version'] }),
  collection('pictureChecks'),
  // Whoever handed a file in first; nobody else may.
  collection('fileClaims'),

  // The funds' books.
  collection('funds', { byDistrict: ['districtCode', '_id'] }),
  collection('fundCheckpoints'),
  collection('gifts', {
    byDonor: ['donorOpenid', '-createdAtMs', '_id'],
    openOrders: ['orderOpen', 'createdAtMs'],
    byPaid: ['paidAtMs', '_id'],
    byEntry: ['entryId'],
    heldNames: ['textVerdict', 'status', 'paidAtMs', '_id'],
    byFundEarmark: ['fundId', 'earmark', 'status', 'paidAtMs'],
    byFundCreated: ['fundId', '-createdAtMs', '_id'],
    outboxDue: ['outboxDueAtMs'],
  }),
  collection('journal', {
    tail: ['fundId', 'foldedIn', 'atMs', '_id'],
    dueFunds: ['foldedIn', 'fundId'],
    byFundTime: ['fundId', '-atMs', '_id'],
    byFundDirectionTime: ['fundId', 'direction', '-atMs', '_id'],
    byFundKindTime: ['fundId', 'kind', '-atMs', '_id'],
    // The money that went out, by where it lies on its pool's line: what a gift became.
    bySpan: ['fundId', 'spans.toFen'],
  }),
  collection('policies', { byTerritory: ['territoryCode', 'version'] }),
  collection('rosters'),
  collection('spendingRequests', {
    byFund: ['fundId', 'submittedAtMs'],
    // What one beneficiary was given in a year.
    byBeneficiary: ['fundId', 'beneficiaryKey', 'submittedAtMs', '_id'],
    byAuthor: ['authorOpenid', '-submittedAtMs', '_id'],
    byCommunity: ['territoryCode', '-submittedAtMs', '_id'],
    byStreet: ['streetCode', '-submittedAtMs', '_id'],
    byDistrict: ['districtCode', '-submittedAtMs', '_id'],
    waitingCommunity: ['territoryCode', 'waitsFor', '-submittedAtMs', '_id'],
    waitingStreet: ['streetCode', 'waitsFor', '-submittedAtMs', '_id'],
    waitingDistrict: ['districtCode', 'waitsFor', '-submittedAtMs', '_id'],
    due: ['dueAtMs'],
    byCase: ['source.needId'],
    byAskedDonor: ['change.asked.openid'],
    tellDonors: ['tellDonorsAtMs'],
    heldPictures: ['photos.verdict', 'territoryCode', 'submittedAtMs'],
    outboxDue: ['outboxDueAtMs'],
  }),
  // By the money that came in, likewise: which gifts paid.
  collection('chain', { byFund: ['fundId', 'firstNumber'], byLot: ['fundId', 'lots.toFen'] }),

  // Money's other ways in, and what was given back.
  collection('refunds', {
    waiting: ['districtCode', 'waits', 'askedAtMs', '_id'],
    due: ['dueAtMs'],
    bySent: ['sentAtMs', '_id'],
    outboxDue: ['outboxDueAtMs'],
  }),
  collection('imports', { byDistrict: ['districtCode', '-createdAtMs', '_id'] }),
  collection('differences', { byDistrict: ['districtCode', 'status', '-raisedAtMs', '_id'] }),
  collection('reconciliations'),
  collection('proposals', { byDistrict: ['districtCode', 'open', '-createdAtMs', '_id'] }),
  collection('inKindGifts', { byFund: ['fundId', '-receivedAtMs', '_id'] }),
  collection('monthlyGifts', {
    byPerson: ['openid', 'active'],
    due: ['nextAtMs'],
    outboxDue: ['outboxDueAtMs'],
  }),
  collection('receipts'),

  // What is shown and published of them.
  collection('thanks', { byFund: ['fundId', '-atMs'], held: ['photos.verdict', 'fundId', 'atMs'] }),
  collection('digests', { byDistrictDay: ['districtCode', '-day'] }),
  collection('disclosures', {
    byDistrictDue: ['districtCode', 'status', 'dueAtMs', '_id'],
    publishedOfDistrict: ['districtCode', 'status', '-publishedAtMs', '_id'],
    publishedOfFund: ['fundId', 'status', '-publishedAtMs', '_id'],
  }),
  collection('disclosureEvents', { byDistrict: ['districtCode', '_id'] }),
  collection('alerts', {
    byDistrict: ['districtCode', 'status', '-raisedAtMs', '_id'],
    outboxDue: ['outboxDueAtMs'],
  }),
  collection('nightly'),

  // What every area leaves behind.
  collection('audit', {
    bySubject: ['subjectId', '-atMs', '_id'],
    byActor: ['actorOpenid', '-atMs', '_id'],
    byStreet: ['streetCode', '-atMs', '_id'],
  }),
  collection('rateLimits', { expired: ['expiresAtMs'] }),
]
