-- The guards of an order in one pass each: a plan that nests lines and allocations costs half a second for 2,000 lines.
CREATE OR REPLACE FUNCTION refuse_unallocated_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT id INTO bad FROM (
		SELECT l.id, l.quantity FROM order_line l WHERE l.account_id = NEW.account_id AND l.order_id = NEW.id AND l.kind <> 'fee'
		UNION ALL
		SELECT a.line_id, -a.quantity FROM allocation a WHERE a.account_id = NEW.account_id AND a.order_id = NEW.id
	) both_sides GROUP BY id HAVING sum(quantity) <> 0 LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'allocation.incomplete: line % is not wholly allocated', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'order_wholly_allocated';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint

-- Once per statement and only where a placed order is touched at all.
DROP TRIGGER order_line_is_a_document ON order_line;--> statement-breakpoint
CREATE OR REPLACE FUNCTION refuse_changed_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	IF NOT EXISTS (SELECT 1 FROM (SELECT DISTINCT account_id, order_id FROM before) b JOIN sales_order o ON o.account_id = b.account_id AND o.id = b.order_id WHERE o.stage IN ('placed', 'closed')) THEN
		RETURN NULL;
	END IF;
	SELECT b.id INTO bad FROM before b JOIN after a ON a.account_id = b.account_id AND a.id = b.id
		JOIN sales_order o ON o.account_id = b.account_id AND o.id = b.order_id AND o.stage IN ('placed', 'closed')
		WHERE (a.product_id, a.quantity, a.unit_price, a.resolved_minor, a.discount_minor, a.net_minor, a.trace_hash, a.trace::text)
			IS DISTINCT FROM (b.product_id, b.quantity, b.unit_price, b.resolved_minor, b.discount_minor, b.net_minor, b.trace_hash, b.trace::text) LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'order.is_a_document: line % of a placed order keeps what it says', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'order_line_is_a_document';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER order_line_is_a_document AFTER UPDATE ON order_line REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_document();--> statement-breakpoint

-- The default of a promotion's conditions is the empty record, as the engine reads it.
ALTER TABLE promotion ALTER COLUMN conditions SET DEFAULT '{}'::jsonb;
