import { resolve } from 'node:path'
import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

declare module '@remix-run/server-runtime' {
	interface Future {
		v3_singleFetch: true
	}
}

const root = resolve(import.meta.dirname, '..')

/** Names this build in the addresses of the texts, which the browser may then keep for ever. */
const build = process.env['KONTOR_BUILD'] ?? 'dev'

export default defineConfig({
	root,
	define: { __BUILD__: JSON.stringify(build) },
	cacheDir: '.cache/vite',
	plugins: [
		tailwindcss(),
		remix({
			appDirectory: 'app',
			buildDirectory: 'build',
			future: {
				v3_fetcherPersist: true,
				v3_lazyRouteDiscovery: true,
				v3_relativeSplatPath: true,
				v3_routeConfig: true,
				v3_singleFetch: true,
				v3_throwAbortReason: true,
			},
		}),
	],
	build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 700, reportCompressedSize: false },
})
