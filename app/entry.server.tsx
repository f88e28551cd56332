import type { AppLoadContext, EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { I18nextProvider } from 'react-i18next'
import { languageOf } from './platform/i18n.server.ts'
import { isDatabaseLost } from './platform/lost-database.ts'
import { NonceProvider } from './ui/nonce.tsx'

const unsafeInScript: Record<string, string> = { '&': '\\u0026', '>': '\\u003e', '<': '\\u003c', '\u2028': '\\u2028', '\u2029': '\\u2029' }
const asScriptText = (text: string) => JSON.stringify(text).replace(/[&><\u2028\u2029]/g, (found) => unsafeInScript[found] ?? found)

/** The loaders' data as the scripts that Remix would have streamed, read to its end. */
async function handOff(stream: ReadableStream<Uint8Array> | undefined, nonce: string): Promise<string> {
	if (!stream) return ''
	const decoder = new TextDecoder()
	let text = ''
	for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
	const controller = 'window.__remixContext.streamController'
	return `<script nonce="${nonce}">${controller}.enqueue(${asScriptText(text)});${controller}.close();</script>`
}

/**
 * The whole page as one string: it costs less than half of streaming, and the server compresses it once
 * (app/decisions/0002). A route that defers waits for what it deferred.
 */
export default async function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext, { house }: AppLoadContext) {
	const stream = context.serverHandoffStream
	// Without the stream RemixServer renders the page alone; its data follows below.
	const page = { ...context, serverHandoffStream: undefined } as EntryContext
	const markup = renderToString(
		<NonceProvider value={house.nonce}>
			<I18nextProvider i18n={languageOf(house.locale)}>
				<RemixServer context={page} url={request.url} nonce={house.nonce} />
			</I18nextProvider>
		</NonceProvider>,
	)
	const data = context.renderMeta?.didRenderScripts === false ? '' : await handOff(stream, house.nonce)
	headers.set('Content-Type', 'text/html; charset=utf-8')
	const end = markup.lastIndexOf('</body>')
	return new Response(`<!DOCTYPE html>${markup.slice(0, end)}${data}${markup.slice(end)}`, { status, headers })
}

export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }) {
	if (request.signal.aborted) return
	if (isDatabaseLost(error)) context.house.lostDatabase = true
	context.house.log.error({ err: error, requestId: context.house.requestId, url: new URL(request.url).pathname }, 'A page broke')
}
