import type { CaseDetail, ContactWay, Outcome } from '../../typings/cases'
import type { RequestKey } from '../../typings/ids'
import type { RiskLevel } from '../../typings/terms'
import { momentOf } from '../format/time'
import {
  planVisit,
  recordAssessment,
  recordEvaluation,
  recordIntake,
  requestVolunteers,
  submitClosure,
  submitPlan,
} from '../services/cases'
import type { Entered, StepName } from './case-forms'

type Send = (entered: Entered, kase: CaseDetail, key: RequestKey) => Promise<CaseDetail>

/** What was entered, as each step sends it. The form's gaps were closed before. */
export const senders: Readonly<Record<StepName, Send>> = {
  recordIntake: ({ texts }, { needId }, key) =>
    recordIntake({
      needId,
      key,
      firstContactAtMs: Math.min(momentOf(texts.firstContactAtMs ?? ''), Date.now()),
      way: texts.way as ContactWay,
      agreement: texts.agreement === 'signed' ? 'signed' : 'spoken',
      summary: (texts.summary ?? '').trim(),
    }),
  recordAssessment: ({ texts }, { needId, version }, key) =>
    recordAssessment({
      needId,
      key,
      version,
      situation: (texts.situation ?? '').trim(),
      strengths: (texts.strengths ?? '').trim(),
      problems: (texts.problems ?? '').trim(),
      risk: texts.risk as RiskLevel,
      safetyPlan: (texts.safetyPlan ?? '').trim(),
    }),
  submitPlan: ({ texts, goals }, { needId, version }, key) =>
    submitPlan({
      needId,
      key,
      version,
      goals: goals.map(({ text, measure }) => ({ text: text.trim(), measure: measure.trim() })),
      everyDays: Number(texts.everyDays),
      untilMs: momentOf(texts.untilMs ?? ''),
      measures: (texts.measures ?? '').trim(),
    }),
  recordEvaluation: ({ texts, results }, { needId, version, plan }, key) =>
    recordEvaluation({
      needId,
      key,
      version,
      results: (plan?.goals ?? []).map(({ goalId }) => ({
        goalId,
        result: results[goalId] as 'met' | 'partly' | 'dropped',
        note: '',
      })),
      change: (texts.change ?? '').trim(),
      residentSatisfaction: texts.residentSatisfaction ? Number(texts.residentSatisfaction) : null,
    }),
  submitClosure: ({ texts }, { needId, version }, key) =>
    submitClosure({
      needId,
      key,
      version,
      outcome: texts.outcome as Outcome,
      summary: (texts.summary ?? '').trim(),
      followUp: (texts.followUp ?? '').trim(),
    }),
  planVisit: ({ texts }, { needId }, key) =>
    planVisit({ needId, key, atMs: momentOf(texts.atMs ?? ''), purpose: (texts.purpose ?? '').trim() }),
  askVolunteers: ({ texts }, { needId }, key) =>
    requestVolunteers({
      needId,
      key,
      what: (texts.what ?? '').trim(),
      count: Number(texts.count),
      onMs: momentOf(texts.onMs ?? ''),
      minutes: Number(texts.minutes),
    }),
}
