-- A data sheet may be for the readers of one language; without one it is for all.
ALTER TABLE "product_media" ADD COLUMN "locale" text;
