import "server-only";
import { inArray } from "drizzle-orm";
import { assignWaiting } from "@/db/assignments";
import { loadCalendar } from "@/db/calendar";
import { claimsIn, expireUnconfirmed } from "@/db/claim-offers";
import type { Sweep } from "@/db/claims";
import { setBusinessNow } from "@/db/clock";
import type { Config } from "@/db/config";
import { sendReminders } from "@/db/escalations";
import { countOrphans } from "@/db/lineage";
import { enterpriseShards, enterprisesOfShard, matchContext, matchEnterprises } from "@/db/matching";
import { closeDue, publishWaiting } from "@/db/notices";
import { oneTimePassword } from "@/db/one-time-secrets";
import { expireFailed } from "@/db/payment-sweeps";
import { replayAll } from "@/db/receipts";
import { enterprises } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import { DEMO_DAY } from "@/db/seed/world/enterprise";
import { DEMO_COUNTY, makeWorld } from "@/db/seed/world/world";
import type { Db } from "@/db/types";
import { tellWeeklyReport } from "@/db/weekly-report";
import { isWorkday, type WorkCalendar } from "@/lib/calendar/work-calendar";
import { addDays, dayOf, instantAt, type PlainDate, plainDate, weekday } from "@/lib/kernel/plain-date";
import { checkClaims } from "../../functions/claims/check";
import { offerAll, reevaluateChanged } from "../../functions/claims/run";
import { refreshStale } from "../../functions/uploads/refresh-stale";
import { auditsHappen } from "./audits";
import { blindlyChecked } from "./blind";
import {
  bankAnswers,
  enterprisesAct,
  enterprisesRate,
  financeActs,
  leadersAct,
  objectionsAnswered,
  publicObjects,
  reviewersAct,
  type Stage,
  suspendedResume,
} from "./conduct";
import { delaysExplained } from "./delays";
import { consentGiver, deliver } from "./delivery";
import { leadersOrder } from "./orders";
import { Cast } from "./people";
import { findRegistrant } from "./registrant";
import { rememberWorld } from "./remembered-world";
import { writeSignIns } from "./sign-ins";

const FIRST_DAY = plainDate("2024-01-02");
/** The platform opened for claims on this day: ten weeks and more before the visitor comes. */
const OPENING_DAY = plainDate("2026-04-20");
/** By then the annual tax returns have reached the county. */
const RETURNS_DAY = plainDate("2026-06-22");
const MONDAY = 1;
/** On this Monday the leaders have had their weekly report and given some orders; one reply is late when the visitor comes. */
const ORDERS_DAY = plainDate("2026-07-13");
/** The last weeks before the visitor are sampled. */
const BLIND_FROM = plainDate("2026-06-29");
const ASKING_DAYS: ReadonlySet<number> = new Set([2, 4]);
/** The firms that visitors sign in as join the platform late, so that some of their offers are still open. */
const NAMED_FIRMS_JOIN = plainDate("2026-07-06");

/** The history is matched every other week; from the visitor's day on it is every night. */
const MATCHING_DAYS: ReadonlySet<string> = new Set([OPENING_DAY, "2026-05-18", "2026-06-15", NAMED_FIRMS_JOIN, DEMO_DAY]);

const sweepAt = (day: PlainDate, time: string, calendar: WorkCalendar): Sweep => ({ at: instantAt(day, time), calendar });

async function matchAll({ db, world }: Stage, { at, calendar }: Sweep): Promise<void> {
  const context = await matchContext(db, at, calendar);
  const named = dayOf(at) < NAMED_FIRMS_JOIN ? world.enterprises.filter((one) => one.showcase !== null).map((one) => one.uscc) : [];
  const later = new Set(
    named.length === 0 ? [] : (await db.select({ id: enterprises.id }).from(enterprises).where(inArray(enterprises.uscc, named))).map((row) => row.id),
  );
  for (const shard of await enterpriseShards(db, 200)) {
    const ids = await enterprisesOfShard(db, shard);
    await matchEnterprises(
      db,
      context,
      ids.filter((id) => !later.has(id)),
    );
  }
}

/** One working day of the county, from the departments' files in the morning to the bank's in the afternoon. */
async function workDay(stage: Stage, day: PlainDate, calendar: WorkCalendar, answers: readonly { batchId: string; text: string }[]) {
  const { db } = stage;
  const now = async (time: string) => {
    const sweep = sweepAt(day, time, calendar);
    await setBusinessNow(db, sweep.at);
    return sweep;
  };
  const morning = await now("09:00");
  if (day === ORDERS_DAY) await tellWeeklyReport(db, morning.at);
  await closeDue(db, morning.at);
  await expireUnconfirmed(db, morning);
  await expireFailed(db, morning.at);
  if (MATCHING_DAYS.has(day)) {
    await refreshStale(db, morning.at, Number.POSITIVE_INFINITY);
    await reevaluateChanged(db, morning, instantAt(addDays(day, -15), "00:00"));
    await matchAll(stage, morning);
    await offerAll(db, await claimsIn(db, "matched", 5000), morning);
  }
  await bankAnswers(stage, await now("09:20"), answers);
  const isVisitorsDay = day === DEMO_DAY;
  await enterprisesAct(stage, await now("09:40"));
  const check = await now("10:00");
  await checkClaims(db, await claimsIn(db, "autoCheck", 5000), check);
  if (isVisitorsDay) {
    await assignWaiting(db, check.at);
    await publishWaiting(db, check.at);
    await sendReminders(db, check);
    return [];
  }
  if (weekday(day) === MONDAY && day >= BLIND_FROM) await blindlyChecked(stage, check);
  const review = await now("14:00");
  await reviewersAct(stage, review);
  if (weekday(day) === MONDAY && day >= RETURNS_DAY) await suspendedResume(stage, review);
  await publishWaiting(db, (await now("15:00")).at);
  const afternoon = await now("15:20");
  await enterprisesRate(stage, afternoon);
  await objectionsAnswered(stage, afternoon);
  await publicObjects(stage, afternoon);
  await leadersAct(stage, await now("15:40"));
  await auditsHappen(stage, await now("15:45"));
  // Whoever is behind is asked for the reason twice a week
  if (ASKING_DAYS.has(weekday(day))) await delaysExplained(stage, await now("15:50"));
  if (day === ORDERS_DAY) await leadersOrder(stage, await now("15:55"));
  await sendReminders(db, await now("16:00"));
  return financeActs(stage, await now("16:30"));
}

/**
 * 演示县: nothing is inserted by hand. A seeded world writes the departments' files since 2024; they go through the pipeline, the enterprises are
 * matched, and the county works through its cases until the morning of the visitor's day.
 */
export async function makeDemoCounty(db: Db, config: Config, say: (text: string) => void): Promise<void> {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} 秒`;
  const first = instantAt(FIRST_DAY, "08:00");
  await setBusinessNow(db, first);
  say("演示县：写入规则与目录……");
  await seedCatalogue(db, first, [2024, 2025, 2026]);
  const calendar = await loadCalendar(db);
  const world = makeWorld({ seed: DEMO_COUNTY.seed, size: Math.max(60, config.demoSize) });
  const password = oneTimePassword();
  await rememberWorld(db, { seed: DEMO_COUNTY.seed, size: world.enterprises.length });
  const cast = await Cast.hire(db, world, password, first);
  const stage: Stage = { db, world, cast };
  const consents = consentGiver(db, world, cast);
  say(`演示县：${world.enterprises.length} 家企业，部门送数 2024-01 至 2026-04……（${seconds()}）`);
  await deliver(db, world, { from: FIRST_DAY, to: addDays(OPENING_DAY, -1) }, true, consents);
  await setBusinessNow(db, instantAt(OPENING_DAY, "07:00"));
  await cast.enterNamed(instantAt(OPENING_DAY, "07:00"));
  say(`演示县：建档、匹配、办理到 ${DEMO_DAY}……（${seconds()}）`);
  let answers: readonly { batchId: string; text: string }[] = [];
  for (let day = OPENING_DAY; day <= DEMO_DAY; day = addDays(day, 1)) {
    await deliver(db, world, { from: day, to: day }, true, consents);
    if (isWorkday(calendar, day)) answers = await workDay(stage, day, calendar, answers);
  }
  const orphans = await countOrphans(db);
  const broken = Object.entries(orphans).filter(([, n]) => n > 0);
  if (broken.length > 0) throw new Error(`溯源有断链：${broken.map(([what, n]) => `${what} ${n}`).join("，")}`);
  say("溯源核对：每个指标值、办件、支付都能回到上传的原始行，断链 0 条");
  const receipts = await replayAll(db);
  if (receipts.different > 0) throw new Error(`判定凭据 ${receipts.count} 份中 ${receipts.different} 份重算不一致：${JSON.stringify(receipts.examples)}`);
  say(`判定核对：${receipts.count} 份判定凭据用当时的规则和数据重算，全部一致`);
  writeSignIns(config.dataDir, world, { password, seeds: cast.seeds, registrant: await findRegistrant(db, world) });
  say(`演示县已就绪（${seconds()}）`);
}
