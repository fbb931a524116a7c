import type { NextConfig } from "next";

const securityHeaders = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "referrer-policy", value: "same-origin" },
  { key: "x-frame-options", value: "DENY" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
];

const config: NextConfig = {
  output: "standalone",
  typedRoutes: true,
  reactCompiler: true,
  poweredByHeader: false,
  serverExternalPackages: ["@electric-sql/pglite", "@node-rs/argon2", "nodemailer", "pg", "ws", "yauzl"],
  // Read by path at run time: migrations, the policy files and the catalogue
  outputFileTracingIncludes: { "/*": ["./db/migrations/**/*", "./db/seed/**/*.yaml"] },
  images: { unoptimized: true },
  // Papers come with the confirmation: up to four files of 10 MB
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: "45mb" } },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};

export default config;
