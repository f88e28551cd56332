import type { Db } from '../../db/client.server.ts'
import { type Lane, openLane } from './lane.ts'
import { type Buyer, makeRetailHouse, type RetailHouse } from './make-house.ts'
import type { RetailDocument } from './read-retail.ts'
import { type Bought, cover, remember, replayCancellation } from './replay-cancellation.ts'
import { replaySale } from './replay-sale.ts'
import { type Done, type Figures, report } from './report.ts'

type Chain = { documents: RetailDocument[]; buyer: Buyer }

/** Documents of one account, in their order: what was bought is there before it comes back. The longest first, so that no lane ends alone with it. */
function chainsOf(house: RetailHouse, documents: readonly RetailDocument[]): Chain[] {
	const byAccount = Map.groupBy(documents, ({ account }) => account)
	const size = (chain: Chain) => chain.documents.reduce((sum, { rows }) => sum + 20 + rows.length, 0)
	const chains = [...byAccount].flatMap(([account, own]): Chain[] => {
		const buyer = house.buyers.get(account)
		return buyer ? [{ documents: own, buyer }] : []
	})
	return chains.sort((a, b) => size(b) - size(a))
}

async function replayDocument(
	lane: Lane,
	house: RetailHouse,
	{ document, buyer, bought }: { document: RetailDocument; buyer: Buyer; bought: Bought },
): Promise<Done> {
	// Nothing of it is sold or credited: what the house does with its stock is told by a count of the shelf.
	if (document.kind === 'stock_note') return { document, kind: 'stock_note', seconds: 0, statements: 0 }
	if (document.kind === 'bad_debt') throw new Error(`${document.number} writes a debt off, which the house has no flow for`)
	const [began, sent] = [performance.now(), lane.sent()]
	const entered = await lane.enter(buyer, document.country)
	const spent = () => ({ document, seconds: (performance.now() - began) / 1000, statements: lane.sent() - sent })
	if (document.kind === 'sale') {
		const sold = await replaySale({ lane, house, document }, entered)
		remember(bought, sold)
		return { kind: 'sale', sold, ...spent() }
	}
	const covered = cover(bought, document.rows)
	const { returns } = await replayCancellation({ lane, house, document, buyer, covered }, entered)
	return { kind: 'cancellation', covered, returns, ...spent() }
}

type Watch = { note: (done: Done) => void; isOver: () => boolean }

async function replayChain(lane: Lane, house: RetailHouse, { documents, buyer }: Chain, { note, isOver }: Watch): Promise<void> {
	const bought: Bought = new Map()
	for (const document of documents) {
		if (isOver()) return
		try {
			note(await replayDocument(lane, house, { document, buyer, bought }))
		} catch (error) {
			throw new Error(`Document ${document.number} of ${document.account}`, { cause: error })
		}
	}
}

/** `minutes`: afterwards nothing more is begun, and what is done is told. */
export type Replay = {
	documents: readonly RetailDocument[]
	lanes?: number
	minutes?: number
	onStep?: (step: string) => void
	onDone?: (count: number) => void
}

/** The half year once more, through the flows of the pages: `db` is an empty house, `url` how lanes of their own come to it. */
export async function replay(
	db: Db,
	url: string,
	{ documents, lanes: wide = 4, minutes = Number.POSITIVE_INFINITY, onStep = () => undefined, onDone = () => undefined }: Replay,
): Promise<Figures> {
	onStep('house')
	const house = await makeRetailHouse(db, documents)
	const chains = chainsOf(house, documents)
	const finished: Done[] = []
	const note = (one: Done) => {
		finished.push(one)
		onDone(finished.length)
	}
	onStep('orders')
	const began = performance.now()
	const isOver = () => performance.now() - began > minutes * 60_000
	const lanes = Array.from({ length: Math.min(wide, chains.length) }, () => openLane(url))
	try {
		await Promise.all(
			lanes.map(async (lane) => {
				for (let chain = chains.shift(); chain; chain = chains.shift()) await replayChain(lane, house, chain, { note, isOver })
			}),
		)
	} finally {
		chains.length = 0
		await Promise.all(lanes.map((lane) => lane.close()))
	}
	onStep('report')
	return report(db, finished, { lanes: lanes.length, seconds: (performance.now() - began) / 1000 })
}
