/** What a sealed text is bound to: moved to another row or column, it does not open. Made by `defineSealed…` alone. */
export type SealedPlace = string & { readonly sealedPlace: unique symbol };

/** Where texts are sealed, as SQL that the rotation of keys reads and writes. */
export interface SealedTexts {
  /** As reports name it. */
  readonly name: string;
  readonly from: string;
  /** The columns that name a row. */
  readonly rowKey: readonly string[];
  /** What a text's place is made from, in order. */
  readonly placeKey: readonly string[];
  /** The envelope. */
  readonly text: string;
  /** `UPDATE … SET` with the new envelope as $1; `WHERE` follows. */
  readonly update: string;
  /** How those columns and the envelope are called there. */
  readonly updated: { readonly rowKey: readonly string[]; readonly text: string };
  readonly place: (...placeKey: string[]) => SealedPlace;
}

const defined = new Map<string, SealedTexts>();

/** A column of sealed texts; null where there is none. @returns a text's place, given the values of `key` */
export function defineSealedColumn(where: {
  table: string;
  /** Its primary key. */
  key: string[];
  column: string;
  place: (...key: string[]) => string;
}): (...key: string[]) => SealedPlace {
  const { table, key, column } = where;
  return define({
    name: `${table}.${column}`,
    from: table,
    rowKey: key,
    placeKey: key,
    text: column,
    update: `UPDATE ${table} SET ${column} = $1`,
    updated: { rowKey: key, text: column },
    place: where.place as SealedTexts['place'],
  });
}

/** A sealed text in the payload of a waiting job. @returns its place, given the payload's `key` */
export function defineSealedInJob(where: {
  job: string;
  key: string;
  field: string;
  place: (key: string) => string;
}): (key: string) => SealedPlace {
  const { job, key, field } = where;
  return define({
    name: `jobs ${job}, ${field}`,
    from: `(SELECT j.id, j.payload FROM graphile_worker._private_jobs j
            JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = '${job}') AS jobs`,
    rowKey: ['id'],
    placeKey: [`payload ->> '${key}'`],
    text: `payload ->> '${field}'`,
    update: `UPDATE graphile_worker._private_jobs
             SET payload = jsonb_set(payload::jsonb, '{${field}}', to_jsonb($1::text))::json`,
    updated: { rowKey: ['id'], text: `payload ->> '${field}'` },
    place: where.place as SealedTexts['place'],
  });
}

/** Wherever the features that are loaded seal texts. */
export function allSealedTexts(): readonly SealedTexts[] {
  return [...defined.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function define(texts: SealedTexts): SealedTexts['place'] {
  if (defined.has(texts.name)) throw new Error(`The sealed texts ${texts.name} are defined twice`);
  defined.set(texts.name, texts);
  return texts.place;
}
