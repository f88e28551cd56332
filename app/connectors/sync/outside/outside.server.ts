import { createPrivateKey } from 'node:crypto'
import { seal, unseal } from '../../../platform/sealing.server.ts'
import { accountEngagementSystem } from '../../account-engagement/system.server.ts'
import { isInside } from '../../hook/https/https-hook.server.ts'
import { salesforceSystem } from '../../salesforce/system.server.ts'
import type { OutsideSides, OutsideSystem, OutsideSystems, SidePort } from '../contract.ts'

/** Every system that can be connected: the one place that names them. */
const all: readonly OutsideSystem[] = [salesforceSystem, accountEngagementSystem]

type Settings = {
	/** The first seals, all open. */
	secrets: readonly string[]
	/** Whether addresses of this machine and its networks may be named: for trials. */
	reachesInside: boolean
}

/** The systems that can be connected, and each connection's own, opened by the key in its record and kept as long as the key stays the same. */
export function openOutside({ secrets, reachesInside }: Settings): { systems: OutsideSystems; sides: OutsideSides } {
	const [secret = ''] = secrets
	const systems: OutsideSystems = {
		all,
		addressOf: (text) => addressOf(text, reachesInside),
		isPrivateKey,
		seal: (key) => seal(JSON.stringify(key), { purpose: 'sync-key', secret }),
		unseal(sealed) {
			const text = sealed && unseal(sealed, { purpose: 'sync-key', secrets })
			return text ? (JSON.parse(text) as Record<string, string>) : null
		},
	}
	const opened = new Map<number, { by: string; port: SidePort }>()
	const sides: OutsideSides = ({ id, crmSystem, maSystem, quotaShare, sealedSecrets }) => {
		const system = all.find(({ name, role }) => name === (role === 'crm' ? crmSystem : maSystem))
		const by = `${quotaShare} ${sealedSecrets}`
		const known = opened.get(id)
		if (known?.by === by) return known.port
		const key = system && systems.unseal(sealedSecrets)
		if (!key) return null
		const port = system.open(key, { quotaShare: Number(quotaShare) })
		opened.set(id, { by, port })
		return port
	}
	return { systems, sides }
}

/** Salesforce and others take no shorter one, and none of another kind. */
const fewestBits = 2048

function isPrivateKey(text: string): boolean {
	try {
		const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(text)
		return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= fewestBits
	} catch {
		return false
	}
}

/** https and nothing behind the host; a network of the house only where trials may reach it. */
function addressOf(text: string, reachesInside: boolean): string | null {
	const url = URL.canParse(text) ? new URL(text) : null
	if (!url || url.username || url.password || url.search || url.pathname !== '/') return null
	const host = url.hostname.replace(/^\[|\]$/g, '')
	const isOfHouse = host === 'localhost' || (/^[\d.]+$|:/.test(host) && isInside(host))
	if (isOfHouse) return reachesInside && /^https?:$/.test(url.protocol) ? url.origin : null
	return url.protocol === 'https:' ? url.origin : null
}
