import { type ChildProcess, spawn } from 'node:child_process'

type Told = { listening?: number; working?: boolean }
type Started = { child: ChildProcess; told: Told }

/** Starts a program of the house and waits until it says that it is ready. Throws when it ends before that. */
export async function startChild(file: string, env: Record<string, string>): Promise<Started> {
	const child = spawn(process.execPath, ['--enable-source-maps', file], { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
	return new Promise((ready, failed) => {
		child.once('message', (told: Told) => ready({ child, told }))
		child.once('exit', (code) => failed(new Error(`${file} ended with ${code} before it was ready`)))
	})
}

/** Asks a child to finish and waits for its end; after `patienceMs` it is ended. */
export async function stopChild(child: ChildProcess, patienceMs = 25_000): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	await new Promise<void>((gone) => {
		const cut = setTimeout(() => child.kill('SIGKILL'), patienceMs)
		child.once('exit', () => {
			clearTimeout(cut)
			gone()
		})
		child.kill('SIGTERM')
	})
}
