import type { LoaderFunctionArgs } from '@remix-run/node'
import { checkHealth } from '../../flows/health/check-health.ts'
import { actAsHouse } from '../../platform/session.server.ts'

/** 200 when all is well, else 503 with the parts that are not (monitors and load balancers read it). */
export async function loader({ context }: LoaderFunctionArgs) {
	actAsHouse(context.house)
	const health = await checkHealth(context.house.db, context.house.neededLevel)
	return new Response(JSON.stringify(health), {
		status: health.ok ? 200 : 503,
		headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
	})
}
