import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import type { Db } from './client.server.ts'

/** The role that web and worker connect as: it owns nothing and may read nothing before it says in whose name (scope.server.ts). */
export const appRole = 'kontor_app'
const scopes = ['kontor_door', 'kontor_buyer', 'kontor_house']

type Known = { name: string; isSuper: boolean; members: string[] }

async function readRoles(sql: postgres.Sql): Promise<Map<string, Known>> {
	const rows = await sql<Known[]>`
		select r.rolname as name, r.rolsuper or r.rolbypassrls as "isSuper",
			coalesce((select array_agg(distinct m.rolname::text) from pg_auth_members a join pg_roles m on m.oid = a.member where a.roleid = r.oid and a.set_option), '{}') as members
		from pg_roles r`
	return new Map(rows.map((row) => [row.name, row]))
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** What is missing so that `users` may act in the scopes; empty when nothing is. */
function missing(roles: Map<string, Known>, users: readonly string[]): string[] {
	const made = [
		...scopes.filter((name) => !roles.has(name)).map((name) => `create role ${name} nologin`),
		...(roles.has(appRole) ? [] : [`create role ${appRole} nologin noinherit`]),
	]
	const wants: [string, string][] = [appRole, ...users].flatMap((user) =>
		[...scopes, ...(user === appRole ? [] : [appRole])].map((role): [string, string] => [role, user]),
	)
	const granted = wants
		.filter(([role, user]) => !roles.get(user)?.isSuper && !roles.get(role)?.members.includes(user))
		.map(([role, user]) => `grant ${role} to ${quoted(user)} with inherit false, set true`)
	return [...made, ...granted]
}

export class RolesRefused extends Error {
	constructor(user: string, statements: readonly string[]) {
		super(
			`Kontor reads and writes as roles that see one account each, and "${user}" may not make them.\nRun this once as a superuser, then start again:\n\n${statements.map((one) => `  ${one};`).join('\n')}\n`,
		)
		this.name = 'RolesRefused'
	}
}

const isHandedOver = (code: string | undefined) => code === '42710' || code === '23505' || code === 'XX000'

/**
 * Makes the roles of the house, and lets `users` and the connected one act as them. Roles are the cluster's, and several
 * databases of it may start at once: who comes second looks again. Throws with the SQL to run when it may not.
 */
export async function ensureRoles(sql: postgres.Sql, users: readonly string[] = []): Promise<void> {
	const [me] = await sql<{ name: string }[]>`select current_user as name`
	const user = me?.name ?? ''
	for (let tries = 0; ; tries++) {
		const statements = missing(await readRoles(sql), [...new Set([user, ...users])])
		if (statements.length === 0) return
		try {
			await sql.unsafe(statements.join(';\n'))
			return
		} catch (error) {
			const { code } = error as { code?: string }
			if (code === '42501') throw new RolesRefused(user, statements)
			if (!isHandedOver(code) || tries === 9) throw error
			await sleep(20 * (tries + 1))
		}
	}
}

/** Lets the app role sign in by itself: for the bundled server, which is nobody else's. */
export async function letAppSignIn(adminUrl: string, password: string): Promise<void> {
	const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
	try {
		await sql.unsafe(`alter role ${appRole} login password '${password.replaceAll("'", "''")}'`)
	} finally {
		await sql.end()
	}
}

/**
 * The address that web and worker use: `url` itself when its user is only let in to act as the roles; with the app role
 * as the connection's own when its user could read past every policy (one address for everything, or a superuser's).
 */
export async function appUrlOf(url: string, adminUrl: string): Promise<string> {
	const asked = postgres(url, { max: 1, onnotice: () => undefined })
	const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined })
	try {
		const [me] = await asked<{ name: string; isOpen: boolean }[]>`
			select session_user as name, r.rolsuper or r.rolbypassrls or exists (select 1 from pg_class c where c.oid = to_regclass('public.account') and pg_has_role(session_user, c.relowner, 'usage')) as "isOpen"
			from pg_roles r where r.rolname = session_user`
		if (!me?.isOpen) {
			await ensureRoles(admin, me ? [me.name] : [])
			return url
		}
		await ensureRoles(admin, [me.name])
		const walled = new URL(url)
		walled.searchParams.set('role', appRole)
		return walled.toString()
	} finally {
		await Promise.all([asked.end(), admin.end()])
	}
}

/** Refuses an address that reads past the wall, so that a process started by hand is as safe as one that `npm start` starts. */
export async function demandWall(db: Db): Promise<void> {
	const [me] = await db<{ name: string; isOpen: boolean; mayAct: boolean }[]>`
		select current_user as name, r.rolsuper or r.rolbypassrls or has_table_privilege('public.account', 'select') as is_open,
			(select count(*) = 3 and bool_and(pg_has_role(session_user, s.oid, 'set')) from pg_roles s where s.rolname = any(${scopes}::text[])) as may_act
		from pg_roles r where r.rolname = current_user`
	if (me?.isOpen)
		throw new Error(
			`DATABASE_URL connects as "${me.name}", which reads the rows of every account. Give it a role of its own (README), or add ?role=${appRole} to it.`,
		)
	if (!me?.mayAct) throw new Error(`DATABASE_URL connects as "${me?.name}", which may not act as ${scopes.join(', ')}. npm start says what to run.`)
}
