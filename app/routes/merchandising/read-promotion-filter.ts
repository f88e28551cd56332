import { idIn, oneOf, textIn } from '../desk/read-form.ts'

export const promotionStatuses = ['draft', 'published', 'retired'] as const
export const promotionPhases = ['line', 'bundle', 'order', 'shipping', 'terms'] as const

/** What the address of the list of promotions asks for. */
export function readPromotionFilter(request: Request, limit: number) {
	const { searchParams } = new URL(request.url)
	return {
		search: textIn(searchParams, 'q'),
		status: oneOf(promotionStatuses, searchParams.get('status')),
		phase: oneOf(promotionPhases, searchParams.get('phase')),
		after: idIn(searchParams, 'after'),
		limit,
	}
}
