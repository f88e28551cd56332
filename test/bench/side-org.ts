import { parentPort, workerData } from 'node:worker_threads'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'

const { contacts, answerDelayMs, keys } = workerData as { contacts: number; answerDelayMs: number; keys: { clientId: string; clientSecret: string } }

/** The org of the bench, in a thread of its own: five contacts to an account. */
const standIn = await openSalesforceStandIn(keys)
const madeBy = (result: object) => (result as { put: { id: string } }).put.id
const ids: string[] = []
let account = ''
for (let at = 0; at < contacts; at += 1) {
	if (at % 5 === 0) account = madeBy(standIn.turn({ put: { object: 'Account', values: { Name: `Store ${at / 5}` } } }))
	const values = { LastName: `Buyer ${at}`, Name: `Buyer ${at}`, Email: `buyer${at}@fargocoffeehaus.example`, AccountId: account, Score__c: '0' }
	ids.push(madeBy(standIn.turn({ put: { object: 'Contact', values } })))
}
standIn.turn({ answerDelayMs, lockContention: true })
parentPort?.postMessage({ origin: standIn.origin, ids })
