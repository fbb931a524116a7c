/** Boot: configuration is checked, the database opened and migrated, and the embedded runner started, before the first request is served. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs" || process.env["NEXT_PHASE"] === "phase-production-build") return;
  const { boot } = await import("./inngest/ops/boot");
  await boot();
}
