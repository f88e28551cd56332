import { type Logger, pino } from 'pino'
import type { Env } from './env.server.ts'

export type Log = Logger

/** One JSON line per event on standard output. A demo says only what somebody should act on. */
export function openLog(name: 'web' | 'worker' | 'start', env: Pick<Env, 'KONTOR_MODE' | 'LOG_LEVEL'>): Log {
	return pino({
		name,
		level: env.LOG_LEVEL ?? (env.KONTOR_MODE === 'production' ? 'info' : 'warn'),
		base: { name },
		redact: { paths: ['*.password', '*.token', '*.secret', 'headers.cookie', 'headers.authorization'], censor: '…' },
	})
}
