import { idIn, oneOf, textIn } from '../desk/read-form.ts'

export const promotionStatuses = ['draft', 'published', 'retired'] as const
export const promotionPhases = ['line', 'bundle', 'order', 'shipping', 'terms'] as const

const promotionSorts = ['newest', 'name', '-name', 'status', '-status', 'begins', '-begins', 'ends', '-ends', 'left', '-left'] as const

/** What the address of the list of promotions asks for. */
export function readPromotionFilter(request: Request, limit: number) {
	const { searchParams } = new URL(request.url)
	return {
		search: textIn(searchParams, 'q'),
		status: oneOf(promotionStatuses, searchParams.get('status')),
		phase: oneOf(promotionPhases, searchParams.get('phase')),
		sort: oneOf(promotionSorts, searchParams.get('sort')) ?? ('newest' as const),
		after: idIn(searchParams, 'after'),
		limit,
	}
}
