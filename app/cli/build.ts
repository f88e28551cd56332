import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { isBuilt, markBuilt, sourcesStamp } from './freshness.ts'

const remix = 'node_modules/@remix-run/dev/dist/cli.js'

/** Builds the pages when the sources changed since the last build. Throws with the build's own words when it fails. */
export async function buildWhenStale(say: (line: string) => void): Promise<void> {
	const wanted = await sourcesStamp()
	if (await isBuilt(wanted)) return
	say('Building the pages …')
	const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', KONTOR_BUILD: wanted }
	const child = spawn(process.execPath, [remix, 'vite:build', '--config', 'app/vite.config.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
	let said = ''
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			said += chunk
		})
	}
	const code = await new Promise<number | null>((done) => child.on('close', done))
	if (code !== 0) throw new Error(`The build failed:\n${said}`)
	await markBuilt(wanted)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildWhenStale((line) => console.log(line))
