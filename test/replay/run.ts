/**
 * `npm run replay -- [--orders N] [--lanes 4] [--minutes M] [--json]`: a real wholesaler's half year once more, through the flows of the pages.
 */
import { parseArgs } from 'node:util'
import { openDb } from '../../db/client.server.ts'
import { asHouse } from '../../db/scope.server.ts'
import { hasRetail, retailFile } from '../bench/ladders.ts'
import { openEmptyStage } from '../bench/stage.ts'
import { readRetail } from './read-retail.ts'
import { replay } from './replay.ts'

const { values } = parseArgs({
	options: {
		...{ orders: { type: 'string' }, minutes: { type: 'string' } },
		...{ lanes: { type: 'string', default: '4' }, json: { type: 'boolean', default: false } },
	},
})
const say = (line: string) => process.stderr.write(`${line}\n`)

if (!hasRetail) {
	say(`${retailFile} is not there: nothing to replay`)
	process.exit(0)
}
const documents = readRetail(retailFile).slice(0, values.orders ? Number(values.orders) : undefined)
const stage = await openEmptyStage('bench_replay')
const house = asHouse(openDb(stage.url, { max: 4, applicationName: 'kontor-replay' }))
const began = performance.now()
let told = began
try {
	const figures = await replay(house, stage.url, {
		documents,
		lanes: Number(values.lanes),
		...(values.minutes ? { minutes: Number(values.minutes) } : {}),
		onStep: (step) => say(`${Math.round((performance.now() - began) / 1000)} s: ${step}`),
		onDone: (count) => {
			if (performance.now() - told < 10_000) return
			told = performance.now()
			say(`${Math.round((told - began) / 1000)} s: ${count} of ${documents.length}`)
		},
	})
	process.stdout.write(`${JSON.stringify(figures, null, values.json ? 0 : 2)}\n`)
} finally {
	await house.end()
	await stage.close()
}
