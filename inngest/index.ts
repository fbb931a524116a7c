import { anchorAudit } from "./functions/audit/anchor";
import { alertCalendar } from "./functions/calendar/alert";
import { checkConfirmed, checkWaiting } from "./functions/claims/check";
import { drawBlind, escalateOverdue, expireClaims } from "./functions/claims/sweep";
import { deliverDemoFiles } from "./functions/demo/deliver";
import { sweepDisbursements } from "./functions/disbursements/sweep";
import { nightlyMatch } from "./functions/matching/match";
import { deliverMessages } from "./functions/messages/deliver";
import { closeNotices } from "./functions/notices/close-due";
import { publishNotices } from "./functions/notices/publish";
import { policiesTry, policiesTrySweep } from "./functions/policies/try";
import { nightlyRefresh } from "./functions/profiles/refresh";
import { weeklyReportOut } from "./functions/reports/weekly";
import { uploadsProcess, uploadsSweep } from "./functions/uploads/process";

export { inngest } from "./client";

/** Every durable function of the platform. Within one slot of the clock they run in this order. */
export const functions = [
  deliverDemoFiles,
  uploadsProcess,
  uploadsSweep,
  closeNotices,
  expireClaims,
  nightlyRefresh,
  nightlyMatch,
  checkWaiting,
  checkConfirmed,
  publishNotices,
  sweepDisbursements,
  escalateOverdue,
  alertCalendar,
  anchorAudit,
  weeklyReportOut,
  deliverMessages,
  policiesTry,
  policiesTrySweep,
  drawBlind,
];
