/** The measure of W1: a bare node:http handler with one SQL statement and JSON, on the same pool size. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openDb } from '../../db/client.server.ts'

const db = openDb(process.env['DATABASE_URL'] ?? '', { max: 10 })

const server = createServer((incoming, outgoing) => {
	const category = Number(new URL(incoming.url ?? '/', 'http://bare').searchParams.get('category')?.slice(1) ?? 1)
	db`select p.id, p.sku, p.slug, t.name, e.tier_price[1]::text as price from category_listing l join product p on p.id = l.product_id join product_text t on t.product_id = p.id and t.locale = 'en'
		join price_book_entry e on e.product_id = p.id and e.price_book_id = 1 where l.category_id = ${category} order by l.position limit 48`.then(
		(products) => {
			const body = JSON.stringify({ products })
			outgoing.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body)
		},
		() => outgoing.writeHead(500).end(),
	)
})

server.listen(0, '127.0.0.1', () => process.send?.({ listening: (server.address() as AddressInfo).port }))
process.on('SIGTERM', () => {
	server.close()
	server.closeAllConnections()
	db.end().then(() => process.exit(0))
})
