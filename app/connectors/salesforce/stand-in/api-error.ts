/** A refusal of a whole call: HTTP status and an array with one error. */
export class ApiError extends Error {
	readonly status: number
	readonly errorCode: string
	readonly more: object
	constructor(status: number, errorCode: string, message: string, more: object = {}) {
		super(message)
		this.status = status
		this.errorCode = errorCode
		this.more = more
	}
}

/** A refusal of one row. */
export type RowError = { statusCode: string; message: string; fields: string[]; duplicateResult?: object }

export const rowError = (statusCode: string, message: string, fields: string[] = []): RowError => ({ statusCode, message, fields })
export const notFound = () => new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist')
