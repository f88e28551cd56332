-- Whether the prices of an order have the tax in them: copied when it is placed, so that it reads the same when the seller changes its mind.
ALTER TABLE "sales_order" ADD COLUMN "prices_include_tax" boolean DEFAULT false NOT NULL;
-- Of those placed before, the figures tell it: the net of their deliveries is less than their goods at the price agreed.
UPDATE "sales_order" o SET "prices_include_tax" = true FROM "seller_entity" s
	WHERE s."id" = o."seller_entity_id" AND s."prices_include_tax" AND o."placed_at" IS NOT NULL AND o."net_minor" < o."goods_minor" - o."discount_minor";
