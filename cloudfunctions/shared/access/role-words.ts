import type { Role } from '../../../typings/people'

/** What each role is called, in messages, papers and lists alike; the phone says the same (`format/people.ts`). */
export const roleWords: Readonly<Record<Role, string>> = {
  socialWorker: '社工',
  communityStaff: '社区工作者',
  stationSupervisor: '社工站督导',
  streetStaff: '街镇工作人员',
  fundCommitteeMember: '基金管委会委员',
  fundSupervisor: '基金监事',
  districtStaff: '区级工作人员',
  auditor: '审计员',
  dutyOfficer: '值班员',
}
