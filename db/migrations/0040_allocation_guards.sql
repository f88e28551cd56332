-- An order is shipped and invoiced by updates of its allocations that leave their quantities alone: they were checked
-- all the same, once for each, which took half of a large order's shipment. Only what changed is checked, still once per statement.
CREATE FUNCTION refuse_changed_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT l.id INTO bad FROM (SELECT DISTINCT d.account_id, d.line_id FROM (SELECT account_id, id, line_id, quantity FROM changed EXCEPT SELECT account_id, id, line_id, quantity FROM was) d) c
		JOIN order_line l ON l.account_id = c.account_id AND l.id = c.line_id
		JOIN LATERAL (SELECT sum(a.quantity) AS allocated FROM allocation a WHERE a.account_id = l.account_id AND a.line_id = l.id) s ON s.allocated > l.quantity
		LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'allocation.exceeded: line % is allocated beyond its quantity', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_line';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
DROP TRIGGER allocation_within_line_update ON allocation;--> statement-breakpoint
CREATE TRIGGER allocation_within_line_update AFTER UPDATE ON allocation REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_allocation();--> statement-breakpoint
CREATE OR REPLACE FUNCTION refuse_line_below_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad bigint;
BEGIN
	SELECT c.id INTO bad FROM (SELECT account_id, id, quantity FROM changed EXCEPT SELECT account_id, id, quantity FROM was) c
		JOIN LATERAL (SELECT sum(a.quantity) AS allocated FROM allocation a WHERE a.account_id = c.account_id AND a.line_id = c.id) s ON s.allocated > c.quantity
		LIMIT 1;
	IF bad IS NOT NULL THEN
		RAISE EXCEPTION 'allocation.exceeded: line % is allocated beyond its quantity', bad USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_within_line';
	END IF;
	RETURN NULL;
END $$;--> statement-breakpoint
DROP TRIGGER line_covers_allocation ON order_line;--> statement-breakpoint
CREATE TRIGGER line_covers_allocation AFTER UPDATE ON order_line REFERENCING OLD TABLE AS was NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_line_below_allocation();
