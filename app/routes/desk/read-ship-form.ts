/** The packing form: quantities by allocation as typed, empty meaning none. */
export function readShipForm(form: FormData) {
	const text = (name: string, most: number) => form.get(name)?.toString().trim().slice(0, most) || null
	const quantities = [...form].flatMap(([name, value]) => {
		const match = /^quantity-(\d{1,15})$/.exec(name)
		return match ? [{ allocationId: Number(match[1]), quantity: String(value) }] : []
	})
	const warehouse = text('warehouseId', 15)
	return {
		quantities,
		closesShort: form.get('closesShort') === 'on',
		warehouseId: warehouse && /^\d+$/.test(warehouse) ? Number(warehouse) : null,
		carrier: text('carrier', 60),
		trackingNumber: text('trackingNumber', 80),
	}
}
