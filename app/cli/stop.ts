import type { Log } from '../platform/log.server.ts'

const patienceMs = 20_000

/**
 * Runs `finish` once when the process is told to stop (SIGTERM, SIGINT, or the parent that started it is gone),
 * and ends it. What takes longer than 20 s is cut off.
 */
export function whenToldToStop(log: Log, finish: () => Promise<void>): void {
	let stopping = false
	const stop = (why: string) => {
		if (stopping) return
		stopping = true
		log.info({ why }, 'Stopping')
		setTimeout(() => process.exit(1), patienceMs).unref()
		finish().then(
			() => process.exit(0),
			(error: unknown) => {
				log.error({ err: error }, 'Could not stop in order')
				process.exit(1)
			},
		)
	}
	process.on('SIGTERM', () => stop('SIGTERM'))
	process.on('SIGINT', () => stop('SIGINT'))
	process.on('disconnect', () => stop('the parent is gone'))
}
