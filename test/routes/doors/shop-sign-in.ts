import type { Matrix } from './line.ts'

/** Coming in and going out. */
export const signInDoors: Matrix = {
	'routes/account/sign-in': {
		path: () => '/sign-in',
		who: 'open',
		query: ['to', 'email'],
		writes: [
			{
				name: 'password',
				fields: () => [
					['intent', 'password'],
					['email', 'luka@agate.test'],
					['password', 'guessed'],
					['to', '/'],
				],
				status: 422,
			},
			{
				name: 'code',
				fields: () => [
					['intent', 'code'],
					['email', 'nobody@agate.test'],
					['to', '/'],
				],
				status: 302,
			},
		],
	},
	'routes/account/sign-in-code': {
		path: () => '/sign-in/code?email=luka%40agate.test',
		who: 'open',
		query: ['to', 'again'],
		writes: [
			{
				name: 'sign in',
				fields: () => [
					['intent', 'sign-in'],
					['email', 'luka@agate.test'],
					['code', '000000'],
					['to', '/'],
				],
				status: 422,
			},
			{
				name: 'again',
				fields: () => [
					['intent', 'again'],
					['email', 'nobody@agate.test'],
					['to', '/'],
				],
				status: 302,
			},
		],
	},
	'routes/account/sign-out': { path: () => '/sign-out', who: 'open', get: 302, writes: [{ name: 'leave', fields: () => [], status: 302 }] },
}
