import { expect, test } from 'vitest'
import { clockOf, readEnv } from '../../app/platform/env.server.ts'

const secret = 'x'.repeat(32)

test('nothing set is a demo on this machine', () => {
	expect(readEnv({ PATH: '/bin', DATABASE_URL: '' })).toMatchObject({ KONTOR_MODE: 'demo', PORT: 3000, KONTOR_DATA_DIR: '.kontor' })
	expect(readEnv({})).not.toHaveProperty('DATABASE_URL')
})

const refused: [Record<string, string>, string][] = [
	[{ PORT: 'door' }, 'PORT'],
	[{ DATABASE_URL: 'mysql://here' }, 'DATABASE_URL must begin with postgres://'],
	[{ DATABASE_ADMIN_URL: 'postgres://here' }, 'DATABASE_ADMIN_URL needs DATABASE_URL'],
	[{ SESSION_SECRET: 'short' }, 'at least 32 characters'],
	[{ SESSION_SECRET: `${secret},short` }, 'at least 32 characters'],
	[{ STRIPE_SECRET_KEY: 'sk_test_1' }, 'set together'],
	[{ SMTP_URL: 'smtp://mail' }, 'SMTP_FROM'],
	[{ KONTOR_CLOCK_OFFSET: 'tomorrow' }, 'number of seconds'],
	[{ NODE_ENV: 'production', PUBLIC_URL: 'https://shop.example' }, 'SESSION_SECRET is needed'],
	[{ NODE_ENV: 'production', SESSION_SECRET: secret }, 'PUBLIC_URL is needed'],
	[{ NODE_ENV: 'production', SESSION_SECRET: secret, PUBLIC_URL: 'https://shop.example', KONTOR_CLOCK_OFFSET: '+2d' }, 'refused in production'],
]

test.each(refused)('%j is refused', (given, said) => {
	expect(() => readEnv(given)).toThrow(said)
})

test('everything wrong is said at once', () => {
	expect(() => readEnv({ PORT: 'door', DATABASE_URL: 'mysql://here' })).toThrow(/PORT(.|\n)*DATABASE_URL/)
})

test('the offset moves the clock', () => {
	const moved = clockOf({ KONTOR_CLOCK_OFFSET: '+2d' })().getTime() - Date.now()
	expect(Math.abs(moved - 2 * 86_400_000)).toBeLessThan(1000)
	expect(Math.abs(clockOf({ KONTOR_CLOCK_OFFSET: '-90' })().getTime() - Date.now() + 90_000)).toBeLessThan(1000)
})
