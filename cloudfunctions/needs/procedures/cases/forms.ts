import { z } from 'zod'
import { needId, requestKey, text, version } from '../../../shared/fields'

/** Schemas that several procedures of a case read. */

const EARLIEST_MS = Date.UTC(2020, 0, 1)
const LATEST_MS = Date.UTC(2100, 0, 1)

export const step = { needId, key: requestKey }
export const versionedStep = { ...step, version }
/** A case that is not stored yet has version 0. */
export const caseVersion = z.int('a whole number').min(0, '0 at least')
export const moment = z.int('epoch milliseconds').min(EARLIEST_MS, 'not before 2020').max(LATEST_MS, 'not after 2100')
export const way = z.enum(['phone', 'home', 'office', 'online'])
export const shortText = text(1, 100)
export const longText = text(1, 1000)
export const optionalText = text(0, 500)
/** Made from a request's key: an id of something within a case. */
export const partId = z.string().regex(/^[a-z]+_[0-9a-f]{32}$/, 'an id that the case gave')
