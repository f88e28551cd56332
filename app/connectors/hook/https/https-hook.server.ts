import { lookup } from 'node:dns'
import { request } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { HookCall, HookConnector } from '../contract.ts'

const waitMs = 10_000

class LeadsInside extends Error {}

const inside = new BlockList()
// Networks that stand behind our own door (RFC 6890): whoever may name an address must not reach them through us.
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3],
] as const)
	inside.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
	['::', 127],
	['64:ff9b::', 96],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8],
] as const)
	inside.addSubnet(network, prefix, 'ipv6')

/** Whether an address belongs to a network that is nobody else's. An IPv4 address in the clothes of IPv6 counts as itself. */
export function isInside(address: string): boolean {
	const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
	const family = isIP(plain)
	return family === 0 || inside.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}

/** Looked up where the connection is made, so that a name cannot mean another place a moment later. */
const outsideOnly: LookupFunction = (host, options, done) => {
	lookup(host, { ...options, all: true }, (error, found) => {
		if (error) return done(error, '')
		const [first] = found
		if (!first || found.some(({ address }) => isInside(address))) return done(new LeadsInside(`${host} leads into a network of the house`), '')
		return options.all ? done(null, found) : done(null, first.address, first.family)
	})
}

/** POST of JSON over https, ten seconds long, no redirects followed. */
export function openHttpsHook(): HookConnector {
	return { call: post }
}

async function post({ url, key, body }: HookCall): ReturnType<HookConnector['call']> {
	const to = URL.canParse(url) ? new URL(url) : null
	const host = to?.hostname.replace(/^\[|\]$/g, '') ?? ''
	if (to?.protocol !== 'https:' || (isIP(host) !== 0 && isInside(host))) return { ok: false, why: `${url} is no address outside of the house` }
	try {
		const status = await send(to, key, JSON.stringify(body))
		if (status < 200 || status > 299) throw new Error(`${to.host} answered ${status}`)
		return { ok: true }
	} catch (error) {
		if (error instanceof LeadsInside) return { ok: false, why: error.message }
		throw error
	}
}

async function send(to: URL, key: string, text: string): Promise<number> {
	return await new Promise((done, fail) => {
		const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'idempotency-key': key }
		const asked = request(to, { method: 'POST', headers, lookup: outsideOnly, timeout: waitMs }, (answer) => {
			answer.resume()
			answer.on('end', () => done(answer.statusCode ?? 0))
			answer.on('error', fail)
		})
		asked.on('timeout', () => asked.destroy(new Error('No answer within ten seconds')))
		asked.on('error', fail)
		asked.end(text)
	})
}
