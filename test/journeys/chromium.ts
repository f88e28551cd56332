import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge']
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

function canRun(path: string): boolean {
	try {
		accessSync(path, constants.X_OK)
		return true
	} catch {
		return false
	}
}

/** CHROMIUM_PATH, else a browser of this machine, else the one out of the npm package (Linux x64); null: journeys are skipped by name. */
export async function findChromium(): Promise<string | null> {
	const given = process.env['CHROMIUM_PATH']
	if (given) return given
	const folders = (process.env['PATH'] ?? '').split(delimiter)
	const own = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places].find(canRun)
	if (own) return own
	if (process.platform !== 'linux' || process.arch !== 'x64') return null
	const { default: packaged } = await import('@sparticuz/chromium')
	return packaged.executablePath().catch(() => null)
}

/** What a browser needs to run as root and in a small machine. */
export const chromiumFlags = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none', '--force-color-profile=srgb']
