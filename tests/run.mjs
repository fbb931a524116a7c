// 第二条命令: installs what the tests need and the machine lacks, runs unit, integration and end-to-end tests, and ends with the line
// `N passed, N failed`. A skipped test counts as failed in CI.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";

const isCi = Boolean(process.env.CI);
const say = (text) => process.stdout.write(`${text}\n`);
const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env } }).status ?? 1;
const has = (command) => spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;

function install() {
  const wanted = [];
  if (!existsSync("/usr/bin/chromium") && !process.env.CHROMIUM_PATH) wanted.push("chromium");
  if (spawnSync("sh", ["-c", "ls /usr/share/fonts/opentype/noto/NotoSansCJK* /usr/share/fonts/truetype/wqy/* 2>/dev/null | grep -q ."]).status !== 0)
    wanted.push("fonts-noto-cjk");
  if (!has("initdb") && spawnSync("sh", ["-c", "ls /usr/lib/postgresql/*/bin/initdb"], { stdio: "ignore" }).status !== 0) wanted.push("postgresql");
  if (wanted.length === 0) return;
  if (process.getuid?.() !== 0 || !has("apt-get")) {
    say(`测试还需要：${wanted.join("、")}。请用系统的包管理器安装后再试（Debian：apt-get install ${wanted.join(" ")}）。`);
    process.exit(1);
  }
  say(`正在安装测试需要的 ${wanted.join("、")} ……`);
  const apt = { DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], apt);
  // policy-rc.d: no system-wide database server shall be started by the installation
  if (run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...wanted], apt) !== 0) process.exit(1);
}

const totals = { passed: 0, failed: 0, skipped: 0 };

function vitest() {
  const report = ".cache/vitest.json";
  rmSync(report, { force: true });
  const status = run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  if (!existsSync(report)) {
    totals.failed += 1;
    return;
  }
  const result = JSON.parse(readFileSync(report, "utf8"));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests + result.numTodoTests;
  const files = result.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  totals.failed += files;
  if (status !== 0 && result.numFailedTests + files === 0) totals.failed += 1;
}

function playwright() {
  const report = ".cache/playwright.json";
  rmSync(report, { force: true });
  const status = run(process.execPath, ["node_modules/@playwright/test/cli.js", "test"], { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  if (!existsSync(report)) {
    totals.failed += 1;
    return;
  }
  const { stats, errors } = JSON.parse(readFileSync(report, "utf8"));
  totals.passed += stats.expected;
  totals.failed += stats.unexpected + stats.flaky + (errors?.length ?? 0);
  totals.skipped += stats.skipped;
  if (status !== 0 && stats.unexpected + stats.flaky === 0) totals.failed += 1;
}

mkdirSync(".cache", { recursive: true });
// Every run starts with a county of its own
rmSync(".cache/e2e", { recursive: true, force: true });
install();
vitest();
playwright();
if (isCi) totals.failed += totals.skipped;
say(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
