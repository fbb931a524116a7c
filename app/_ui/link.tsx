import type { Route } from "next";
import NextLink from "next/link";
import type { ComponentProps } from "react";

export type LinkProps = Omit<ComponentProps<typeof NextLink>, "href"> & { href: string };

/** An internal link by plain text address. The one place where an address becomes a typed route: lists build theirs from the query. */
export function Link({ href, ...rest }: LinkProps) {
  return <NextLink href={href as Route} {...rest} />;
}
