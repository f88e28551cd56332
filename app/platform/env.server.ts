import { z } from 'zod'

const secret = z.string().min(32, 'needs at least 32 characters (openssl rand -base64 32)')
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
const offset = z.string().regex(/^[+-]?\d+[smhd]?$/, 'is a number of seconds, or a number with s, m, h or d: "+2d"')

const shape = z.object({
	/** production: somebody's shop. demo: this machine, with everything made up when absent. test: as demo, with no seed. */
	KONTOR_MODE: z.enum(['production', 'demo', 'test']).default('demo'),
	PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
	HOST: z.string().default('127.0.0.1'),
	/** How people reach the shop; links in mails begin with it. */
	PUBLIC_URL: z.url().optional(),
	KONTOR_DATA_DIR: z.string().min(1).default('.kontor'),
	/** The role of web and worker, which need own nothing; alone, the owner's (app/decisions/0011). */
	DATABASE_URL: postgresUrl.optional(),
	/** The owner of the tables: migrates, makes roles, keeps the job queue. */
	DATABASE_ADMIN_URL: postgresUrl.optional(),
	DATABASE_REPLICA_URL: postgresUrl.optional(),
	DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
	/** The first signs; the others, separated by commas, are still believed. */
	SESSION_SECRET: z
		.string()
		.transform((text) => text.split(',').map((part) => part.trim()))
		.pipe(z.array(secret).min(1))
		.optional(),
	STRIPE_SECRET_KEY: z.string().startsWith('sk_', 'begins with sk_').optional(),
	STRIPE_PUBLISHABLE_KEY: z.string().startsWith('pk_', 'begins with pk_').optional(),
	STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_', 'begins with whsec_').optional(),
	/** Set by `npm start` when there are no keys: the stand-in of this machine. */
	STRIPE_STAND_IN_ORIGIN: z.url().optional(),
	/** The account at AvaTax, for sellers that have their tax said there. */
	AVATAX_ACCOUNT: z.string().min(1).optional(),
	AVATAX_LICENSE_KEY: z.string().min(8).optional(),
	/** AvaTax's sandbox, or the stand-in of this machine; production when it is not said. */
	AVATAX_ORIGIN: z.url().optional(),
	/** Who signs the mails. */
	SHOP_NAME: z.string().min(1).default('Capricorn Coffee'),
	SMTP_URL: z
		.string()
		.regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
		.optional(),
	SMTP_FROM: z.string().optional(),
	KONTOR_CLOCK_OFFSET: offset.optional(),
	LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
})

export type Env = z.infer<typeof shape>

/** What one setting needs of another; each message says what to do. */
function demands(env: Env): string[] {
	const said: string[] = []
	const production = env.KONTOR_MODE === 'production'
	if (production && !env.SESSION_SECRET) said.push('SESSION_SECRET is needed in production (openssl rand -base64 32)')
	if (production && !env.PUBLIC_URL) said.push('PUBLIC_URL is needed in production: the address people reach the shop at')
	if (production && env.KONTOR_CLOCK_OFFSET) said.push('KONTOR_CLOCK_OFFSET moves the clock for trials and is refused in production')
	if (production && env.STRIPE_STAND_IN_ORIGIN) said.push('STRIPE_STAND_IN_ORIGIN is for trials and is refused in production')
	const stripe = [env.STRIPE_SECRET_KEY, env.STRIPE_PUBLISHABLE_KEY, env.STRIPE_WEBHOOK_SECRET].filter(Boolean)
	if (stripe.length > 0 && stripe.length < 3) said.push('STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET are set together or not at all')
	if (Boolean(env.AVATAX_ACCOUNT) !== Boolean(env.AVATAX_LICENSE_KEY)) said.push('AVATAX_ACCOUNT and AVATAX_LICENSE_KEY are set together or not at all')
	if (production && env.AVATAX_ORIGIN && !env.AVATAX_ORIGIN.startsWith('https://')) said.push('AVATAX_ORIGIN must be https in production')
	if (env.SMTP_URL && !env.SMTP_FROM) said.push('SMTP_FROM is needed with SMTP_URL: the address that mails come from')
	if (env.DATABASE_ADMIN_URL && !env.DATABASE_URL) said.push('DATABASE_ADMIN_URL needs DATABASE_URL beside it: the role of web and worker')
	return said
}

/** The settings of this process. Throws one message that lists everything wrong, so that one look repairs it. */
export function readEnv(source: Record<string, string | undefined>): Env {
	const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
	const mode = given['KONTOR_MODE'] ?? (given['NODE_ENV'] === 'production' ? 'production' : 'demo')
	const read = shape.safeParse({ ...given, KONTOR_MODE: mode })
	const wrong = read.success ? demands(read.data) : read.error.issues.map(({ path, message }) => `${path[0]?.toString()} ${message}`)
	if (!read.success || wrong.length > 0) throw new EnvRefused(wrong)
	return read.data
}

export class EnvRefused extends Error {
	constructor(wrong: readonly string[]) {
		super(`The settings do not allow a start:\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
		this.name = 'EnvRefused'
	}
}

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** The one clock of a process, moved by KONTOR_CLOCK_OFFSET. The edge reads it once per request or job. */
export function clockOf(env: Pick<Env, 'KONTOR_CLOCK_OFFSET'>): () => Date {
	const [, sign = '', amount = '0', unit = 's'] = /^([+-]?)(\d+)([smhd]?)$/.exec(env.KONTOR_CLOCK_OFFSET ?? '0') ?? []
	const offset = Number(`${sign}${amount}`) * (unitSeconds[unit || 's'] ?? 1) * 1000
	return () => new Date(Date.now() + offset)
}
