import "server-only";
import { eq } from "drizzle-orm";
import type { Actor } from "@/db/claims";
import { createPerson, hashPassword } from "@/db/people";
import { enterprises } from "@/db/schema";
import { offerSeed } from "@/db/second-factor";
import { PLATFORM_OFFICE } from "@/db/seed/catalogue";
import type { EnterpriseUser, StaffUser } from "@/db/seed/world/people";
import type { World } from "@/db/seed/world/world";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";

export type Person = Actor & { readonly personId: string };
const actor = (personId: string, role: Role): Person => ({ personId, roles: [role], isSystem: false, role });

const OFFICE_ROLES: ReadonlySet<string> = new Set(["policyAuthor", "policyPublisher"]);

/** 演示人员: who sits at which desk, and who acts for which enterprise. */
export class Cast {
  readonly #desks = new Map<string, Person>();
  readonly #representatives = new Map<string, { enterpriseId: string; person: Person }>();
  readonly #seeds = new Map<string, string>();
  readonly #db: Db;
  readonly #world: World;
  readonly #passwordHash: string;
  readonly #users = new Map<string, { user: EnterpriseUser; personId: string | null }>();

  private constructor(db: Db, world: World, passwordHash: string) {
    this.#db = db;
    this.#world = world;
    this.#passwordHash = passwordHash;
    for (const user of world.people.enterpriseUsers)
      for (const { uscc, role } of user.roles) if (role === "legalRepresentative") this.#users.set(uscc, { user, personId: null });
  }

  static async hire(db: Db, world: World, password: string, at: Instant): Promise<Cast> {
    const cast = new Cast(db, world, await hashPassword(password));
    for (const staff of world.people.staff) await cast.#seat(staff, at);
    return cast;
  }

  async #seat({ username, person, role, department }: StaffUser, at: Instant): Promise<void> {
    const place = department ?? (OFFICE_ROLES.has(role) ? PLATFORM_OFFICE : null);
    const membership = { role, validFrom: dayOf(at), ...(place && { departmentId: place }) };
    const personId = await createPerson(
      this.#db,
      { displayName: person.name, username, password: "", memberships: [membership] },
      { at, actorId: null, passwordHash: this.#passwordHash },
    );
    const seed = await offerSeed(this.#db, personId, at);
    if (seed) this.#seeds.set(username, seed);
    this.#desks.set(`${place ?? ""}|${role}`, actor(personId, role));
  }

  /** The seed that each member of staff will be offered when binding an authenticator, by sign-in. */
  get seeds(): ReadonlyMap<string, string> {
    return this.#seeds;
  }

  desk(departmentId: string, role: Role): Person {
    const person = this.#desks.get(`${departmentId}|${role}`);
    if (!person) throw new Error(`nobody sits at ${departmentId} as ${role}`);
    return person;
  }

  /** The legal representative of an enterprise, entered when it first acts. Only named firms have a password. */
  async representative(uscc: string, at: Instant): Promise<{ enterpriseId: string; person: Person } | null> {
    const known = this.#representatives.get(uscc);
    if (known) return known;
    const [enterprise] = await this.#db.select({ id: enterprises.id }).from(enterprises).where(eq(enterprises.uscc, uscc));
    const firm = this.#world.enterprises.find((one) => one.uscc === uscc);
    if (!enterprise || !firm) return null;
    const named = this.#users.get(uscc);
    const personId = named ? await this.#enter(named.user, at) : await this.#enterUnnamed(firm.representative.name, uscc, enterprise.id, at);
    const found = { enterpriseId: enterprise.id, person: actor(personId, "legalRepresentative") };
    this.#representatives.set(uscc, found);
    return found;
  }

  #enterUnnamed(displayName: string, uscc: string, enterpriseId: string, at: Instant): Promise<string> {
    const memberships = [{ role: "legalRepresentative" as const, enterpriseId, validFrom: dayOf(at) }];
    return createPerson(
      this.#db,
      { displayName, username: uscc.toLowerCase(), password: "", memberships },
      { at, actorId: null, passwordHash: this.#passwordHash },
    );
  }

  /** A person of one or several named firms, entered once with all of them. */
  async #enter(user: EnterpriseUser, at: Instant): Promise<string> {
    const entry = [...this.#users.values()].find((one) => one.user === user);
    if (entry?.personId) return entry.personId;
    const memberships = [];
    for (const { uscc, role } of user.roles) {
      const [enterprise] = await this.#db.select({ id: enterprises.id }).from(enterprises).where(eq(enterprises.uscc, uscc));
      if (enterprise) memberships.push({ role, enterpriseId: enterprise.id, validFrom: dayOf(at) });
    }
    const personId = await createPerson(
      this.#db,
      { displayName: user.person.name, username: user.username, password: "", memberships },
      { at, actorId: null, passwordHash: this.#passwordHash },
    );
    for (const one of this.#users.values()) if (one.user === user) one.personId = personId;
    return personId;
  }

  /** Representatives and agents of all named firms, so that each can sign in. */
  async enterNamed(at: Instant): Promise<void> {
    for (const { uscc } of this.#world.enterprises.filter((one) => one.showcase !== null)) await this.representative(uscc, at);
    for (const user of this.#world.people.enterpriseUsers) if (user.roles.every(({ role }) => role === "enterpriseAgent")) await this.#enter(user, at);
  }
}
