using Mxit.Platform.Messages;
using Npgsql;
using NpgsqlTypes;
using static Mxit.Platform.PostgreSql.Parameters;

namespace Mxit.Platform.PostgreSql;

/// <summary>Writes down who does not get which message.</summary>
internal sealed class PostgresFailures(NpgsqlConnection connection)
{
    private const string FindStrangers = """
        SELECT c.n FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS c(owner, peer, n)
        WHERE NOT EXISTS (
            SELECT FROM "Contacts" AS k
            WHERE k."OwnerId" = c.owner AND k."PeerId" = c.peer AND k."Subscription" = 66 AND NOT k."Blocked")
        """;

    private const string DrawNumbers = """
        UPDATE "DeliveryCounter" SET "LastChange" = "LastChange" + $1 WHERE "Id" = 1 RETURNING "LastChange"
        """;

    private const string Add = """
        INSERT INTO "DeliveryFailures" ("MessagePosition", "RecipientId", "SenderId", "Reason", "ChangedUtc", "Change")
        SELECT c.position, c.recipient, c.sender, c.reason, $5, $6 + c.n
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[]) WITH ORDINALITY AS c(position, recipient, sender, reason, n)
        """;

    public async Task WriteAsync(List<RefusedDelivery> refused, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (refused.Count == 0)
        {
            return;
        }

        await HideFromStrangersAsync(refused, cancellationToken);
        await using var draw = new NpgsqlCommand(DrawNumbers, connection);
        draw.Parameters.Add(new NpgsqlParameter<long> { TypedValue = refused.Count });
        var last = (long)(await draw.ExecuteScalarAsync(cancellationToken))!;
        await using var add = new NpgsqlCommand(Add, connection);
        add.Parameters.Add(Array(refused.ConvertAll(one => one.Position), NpgsqlDbType.Bigint));
        add.Parameters.Add(Array(refused.ConvertAll(one => one.RecipientId), NpgsqlDbType.Text));
        add.Parameters.Add(Array(refused.ConvertAll(one => one.SenderId), NpgsqlDbType.Text));
        add.Parameters.Add(Array(refused.ConvertAll(one => (int)one.Reason), NpgsqlDbType.Integer));
        add.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = nowUtc });
        add.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last - refused.Count });
        await add.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A stranger learns nothing of the other person, not even that nobody is there now.</summary>
    private async Task HideFromStrangersAsync(List<RefusedDelivery> refused, CancellationToken cancellationToken)
    {
        if (refused.TrueForAll(one => one.Reason == DeliveryFailureReason.NotContact))
        {
            return;
        }

        await using var find = new NpgsqlCommand(FindStrangers, connection);
        find.Parameters.Add(Array(refused.ConvertAll(one => one.RecipientId), NpgsqlDbType.Text));
        find.Parameters.Add(Array(refused.ConvertAll(one => one.SenderId), NpgsqlDbType.Text));
        await using var strangers = await find.ExecuteReaderAsync(cancellationToken);
        while (await strangers.ReadAsync(cancellationToken))
        {
            var index = (int)strangers.GetInt64(0) - 1;
            refused[index] = refused[index] with { Reason = DeliveryFailureReason.NotContact };
        }
    }
}
