-- The door of a picture asks which products show it, by its address.
CREATE INDEX "product_media_by_url" ON "product_media" ("url");
CREATE INDEX "product_by_picture" ON "product" ("picture") WHERE "picture" is not null;
