import { type AppLoadContext, createRequestHandler, type RequestHandler, type ServerBuild } from '@remix-run/node'
import { matchRoutes } from '@remix-run/react'

type Branch = { id: string; path?: string; index?: boolean; children?: Branch[] }

/** Paths that are remembered; more than a catalog has categories, less than what a crawler could fill a memory with. */
const MOST_PATHS = 4000

/** `/cart.data` and `/_root.data` ask for the data of `/cart` and `/`. */
function pageOf(pathname: string): string {
	if (!pathname.endsWith('.data')) return pathname
	const page = pathname.slice(0, -'.data'.length)
	return page === '/_root' ? '/' : page
}

function treeOf(routes: ServerBuild['routes'], parentId?: string): Branch[] {
	return Object.values(routes).flatMap((route): Branch[] => {
		if (!route || route.parentId !== parentId) return []
		const { id, path, index } = route
		return [{ id, ...(path === undefined ? {} : { path }), ...(index ? { index } : { children: treeOf(routes, id) }) } as Branch]
	})
}

type Route = NonNullable<ServerBuild['routes'][string]>

/** The same route, that does and tells nothing when the request was refused at the door: the nearest page of errors says why. */
function heldShut(route: Route): Route {
	const held = <Args extends { context: AppLoadContext }, Answer>(work: ((args: Args) => Answer) | undefined) =>
		work &&
		((args: Args): Answer => {
			const { refusedAtDoor } = args.context.house
			if (refusedAtDoor) throw new Response(refusedAtDoor, { status: 422, headers: { 'Cache-Control': 'no-store' } })
			return work(args)
		})
	const { loader, action } = route.module
	return { ...route, module: { ...route.module, ...(loader ? { loader: held(loader) } : {}), ...(action ? { action: held(action) } : {}) } } as Route
}

/**
 * The routes of the product, answered by handlers that each know one branch. Remix compiles, ranks and describes every route anew
 * several times for each request, so a page would cost more with each room that is added; a branch is matched once
 * and remembered. Whatever matches nothing, and Remix's own addresses, go to the handler that knows everything.
 */
export function narrowHandler(given: ServerBuild, mode: 'production' | 'development'): (request: Request, context: AppLoadContext) => Promise<Response> {
	const build = {
		...given,
		routes: Object.fromEntries(Object.entries(given.routes).map(([id, route]) => [id, route && id !== 'root' ? heldShut(route) : route])),
	}
	const whole = createRequestHandler(build, mode)
	const tree = treeOf(build.routes)
	const byBranch = new Map<string, RequestHandler>()
	const byPath = new Map<string, RequestHandler>()

	const find = (pathname: string): RequestHandler => {
		const matches = matchRoutes(tree as Parameters<typeof matchRoutes>[0], pathname)
		if (!matches) return whole
		const ids = matches.map(({ route }) => String(route.id))
		const name = ids.join(' ')
		const known = byBranch.get(name)
		if (known) return known
		const of = <T>(all: Record<string, T>) => Object.fromEntries(ids.map((id) => [id, all[id]])) as Record<string, T>
		// The browser starts from the branch too and asks for the others when it gets near them (lazy route discovery).
		const assets = { ...build.assets, routes: of(build.assets.routes) }
		const handler = createRequestHandler({ ...build, assets, routes: of(build.routes) }, mode)
		byBranch.set(name, handler)
		return handler
	}

	return (request, context) => {
		const { pathname } = new URL(request.url)
		if (pathname.startsWith('/__')) return whole(request, context)
		const page = pageOf(pathname)
		let handler = byPath.get(page)
		if (!handler) {
			handler = find(page)
			if (byPath.size >= MOST_PATHS) byPath.clear()
			byPath.set(page, handler)
		}
		return handler(request, context)
	}
}
