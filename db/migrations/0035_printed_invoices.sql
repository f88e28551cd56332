-- What a printed invoice says of its seller: the tax number and where money is paid to, and who the seller was on that day.
ALTER TABLE "seller_entity" ADD COLUMN "tax_number" text;
ALTER TABLE "seller_entity" ADD COLUMN "bank" jsonb;
ALTER TABLE "invoice" ADD COLUMN "seller" jsonb;
UPDATE "invoice" i SET "seller" = jsonb_build_object('name', s.name, 'address', s.address, 'country', s.country, 'taxNumber', s.tax_number, 'bank', s.bank)
FROM "seller_entity" s WHERE s.id = i.seller_entity_id;
