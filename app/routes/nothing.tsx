import { notFound } from '../platform/responses.ts'

export function loader(): never {
	throw notFound()
}

export function action(): never {
	throw notFound()
}

export default function Nothing() {
	return null
}
