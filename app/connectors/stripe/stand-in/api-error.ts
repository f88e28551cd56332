/** Stripe's error envelope. Messages follow Stripe's wording, so that a log reads the same. */
export type ErrorBody = {
	type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error'
	message: string
	code?: string
	param?: string
	decline_code?: string
	advice_code?: string
	charge?: string
	payment_intent?: unknown
	setup_intent?: unknown
	payment_method?: unknown
}

export class ApiError extends Error {
	readonly status: number
	readonly body: ErrorBody
	constructor(status: number, body: ErrorBody) {
		super(body.message)
		this.status = status
		this.body = body
	}
}

export const badRequest = (message: string, more: Partial<ErrorBody> = {}) => new ApiError(400, { type: 'invalid_request_error', message, ...more })
export const cardError = (message: string, more: Partial<ErrorBody>) => new ApiError(402, { type: 'card_error', message, ...more })
export const missing = (thing: string, id: string, param = 'id') =>
	new ApiError(404, { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${thing}: '${id}'`, param })
