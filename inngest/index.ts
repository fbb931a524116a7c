import { checkConfirmed, checkWaiting } from "./functions/claims/check";
import { drawBlind, escalateOverdue, expireClaims } from "./functions/claims/sweep";
import { deliverDemoFiles } from "./functions/demo/deliver";
import { sweepDisbursements } from "./functions/disbursements/sweep";
import { nightlyMatch } from "./functions/matching/match";
import { closeNotices } from "./functions/notices/close-due";
import { publishNotices } from "./functions/notices/publish";
import { nightlyRefresh } from "./functions/profiles/refresh";
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
  drawBlind,
];
