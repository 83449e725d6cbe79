-- What the studio buys.

-- fragment: product_columns
product.uuid, product.code, product.maker, product.name, product.kind, product.gtin,
product.colour_index, product.claims, product.pao_days, product.ratio_range, product.drop_ul,
product.pigment, CASE WHEN {liquid} THEN product.reorder END,
CASE WHEN NOT {liquid} THEN product.reorder END, product.added_at, product.added_offset, product.retired_at,
product.retired_offset,
(SELECT count(*) FROM lot WHERE lot.product = product.id),
(SELECT count(*) FROM lot JOIN container ON container.lot = lot.id
 WHERE lot.product = product.id AND +container.discarded_at IS NULL AND container.remaining > 0)

-- fragment: product_left
-- What may be used of it on :day.
(SELECT coalesce(sum(container.remaining), 0)
 FROM lot JOIN container ON container.lot = lot.id LEFT JOIN mix ON mix.container = container.id
 WHERE lot.product = product.id AND {refusal} IS NULL)

-- name: product_show
SELECT {product_columns}, NULL, NULL FROM product WHERE product.uuid = :product;

-- name: product_list
SELECT {product_columns}, CASE WHEN {liquid} THEN {product_left} END,
       CASE WHEN NOT {liquid} THEN {product_left} END, 'p' || product.id
FROM product
WHERE product.id > :after
  AND (:kind IS NULL OR product.kind = :kind)
  AND (:retired_too OR product.retired_at IS NULL)
  AND (NOT :low_only OR {product_left} <= product.reorder)
  AND (:search IS NULL OR instr(lower(product.maker || ' ' || product.name), lower(:search)) > 0)
ORDER BY product.id LIMIT :limit;

-- name: product_namesake
-- Another product on the shelf list with this maker and name.
SELECT code FROM product
WHERE maker = :maker AND name = :name AND retired_at IS NULL AND uuid IS NOT :product;

-- name: product_of_gtin
-- By all 14 digits.
SELECT uuid, code FROM product
WHERE substr('000000' || gtin, -14) = :gtin AND retired_at IS NULL
ORDER BY id;

-- name: product_next
SELECT coalesce(max(id), 0) + 1 FROM product;
