import { type DestinationStream, type Logger, pino } from 'pino'
import { maskCardNumbers } from '../engine/base/card-number.ts'
import type { Env } from './env.server.ts'

export type Log = Logger

/** One JSON line per event, on standard output unless told otherwise. A demo says only what somebody should act on. No line holds a card number. */
export function openLog(name: 'web' | 'worker' | 'start', env: Pick<Env, 'KONTOR_MODE' | 'LOG_LEVEL'>, to?: DestinationStream): Log {
	const settings = {
		name,
		level: env.LOG_LEVEL ?? (env.KONTOR_MODE === 'production' ? 'info' : 'warn'),
		base: { name },
		redact: { paths: ['*.password', '*.token', '*.secret', 'headers.cookie', 'headers.authorization'], censor: '…' },
		hooks: { streamWrite: maskCardNumbers },
	}
	return to ? pino(settings, to) : pino(settings)
}
