import "@fontsource-variable/noto-sans-sc";
import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { OFFICE, PLATFORM } from "./_ui/shells/office";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: PLATFORM, template: `%s｜${PLATFORM}` },
  description: "惠企补贴免申即领：部门数据自动核对，符合的直接通知，企业确认后到账。",
  applicationName: PLATFORM,
  authors: [{ name: OFFICE }],
  formatDetection: { telephone: false },
};

export const viewport: Viewport = { themeColor: "#ffffff", colorScheme: "light" };

/** Every page is rendered per request: the nonce of the content security policy must be on its scripts, also on 404 pages. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  return (
    <html lang="zh-CN">
      <body>{children}</body>
    </html>
  );
}
