import { z } from 'zod'
import { needId, requestKey, text, version } from '../../../shared/fields'

/** Schemas that several procedures of a case read. */

export const step = { needId, key: requestKey }
export const versionedStep = { ...step, version }
export const way = z.enum(['phone', 'home', 'office', 'online'])
export const shortText = text(1, 100)
export const longText = text(1, 1000)
export const optionalText = text(0, 500)
/** Made from a request's key: an id of something within a case. */
export const partId = z.string().regex(/^[a-z]+_[0-9a-f]{32}$/, 'an id that the case gave')
