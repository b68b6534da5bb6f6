import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Between a booking and its link every round trip counts: what belongs together is one. */
export class QuickLinks1790000000035 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Takes the lease of a person's Zoom user, and reads the connection after that: whoever had it before may have changed
      -- it. Without a connection there is no row; left_ms is 0 when the lease is ours, null when none was asked for.
      CREATE FUNCTION open_zoom_lease(person uuid, token uuid, seconds integer)
      RETURNS TABLE (left_ms double precision, connection zoom_connections) LANGUAGE plpgsql AS $$
      BEGIN
        SELECT c.* INTO connection FROM zoom_connections c WHERE c.user_id = person AND c.state <> 'disconnected';
        IF NOT FOUND THEN RETURN; END IF;
        IF connection.state = 'connected' THEN
          -- What is asked of Zoom under it is written down in a commit that waits for the disk, and for this one with it.
          PERFORM set_config('synchronous_commit', 'off', true);
          INSERT INTO zoom_leases AS l (zoom_user_id, lease_token, lease_until)
            VALUES (connection.zoom_user_id, token, now() + make_interval(secs => seconds))
            ON CONFLICT (zoom_user_id) DO UPDATE SET lease_token = excluded.lease_token, lease_until = excluded.lease_until
              WHERE l.lease_until < now();
          IF FOUND THEN
            left_ms := 0;
            SELECT c.* INTO connection FROM zoom_connections c WHERE c.id = connection.id;
          ELSE
            SELECT greatest(1, ceil(extract(epoch FROM l.lease_until - now()) * 1000)) INTO left_ms
            FROM zoom_leases l WHERE l.zoom_user_id = connection.zoom_user_id;
            -- Given back in between: worth trying again at once.
            left_ms := coalesce(left_ms, 1);
          END IF;
        END IF;
        RETURN NEXT;
      END $$;

      -- Keeps the lease for so long from now on. False when another has it by now.
      CREATE FUNCTION renew_zoom_lease(whose text, token uuid, seconds integer) RETURNS boolean LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM set_config('synchronous_commit', 'off', true);
        UPDATE zoom_leases SET lease_until = now() + make_interval(secs => seconds)
        WHERE zoom_user_id = whose AND lease_token = token;
        RETURN FOUND;
      END $$;

      -- Takes a unit of each of these days, the person's and the Zoom user's; of none when one has fewer than that left
      -- ("most" are gone already), then it raises SL100. How each day stands after it.
      CREATE FUNCTION take_zoom_unit(person uuid, zoom_user text, days date[], most integer)
      RETURNS TABLE (day date, used integer, warned boolean) LANGUAGE plpgsql AS $$
      DECLARE
        own zoom_quota_days;
        at_zoom integer;
      BEGIN
        FOREACH day IN ARRAY days LOOP
          INSERT INTO zoom_quota_days AS q (user_id, day, used) VALUES (person, take_zoom_unit.day, 1)
            ON CONFLICT ON CONSTRAINT zoom_quota_days_pkey DO UPDATE SET used = q.used + 1 WHERE q.used < most
            RETURNING q.* INTO own;
          IF NOT FOUND THEN RAISE EXCEPTION 'the day is spent' USING ERRCODE = 'SL100'; END IF;
          INSERT INTO zoom_user_quota_days AS q (zoom_user_id, day, used) VALUES (zoom_user, take_zoom_unit.day, 1)
            ON CONFLICT ON CONSTRAINT zoom_user_quota_days_pkey DO UPDATE SET used = q.used + 1
              WHERE q.used < most AND NOT q.spent_by_zoom
            RETURNING q.used INTO at_zoom;
          IF NOT FOUND THEN RAISE EXCEPTION 'the day is spent' USING ERRCODE = 'SL100'; END IF;
          used := greatest(own.used, at_zoom);
          warned := own.warned_at IS NOT NULL;
          RETURN NEXT;
        END LOOP;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION open_zoom_lease, renew_zoom_lease, take_zoom_unit`);
  }
}
