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
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    // A notice is for its days and for whoever looks it up here, never for a search engine's memory (CMP-034)
    ...["/notices/:path*", "/api/notices/:path*"].map((source) => ({ source, headers: [{ key: "x-robots-tag", value: "noindex, noarchive" }] })),
  ],
};

export default config;
