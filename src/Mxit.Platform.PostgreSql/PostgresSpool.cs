using Mxit.Platform.Messages;
using Npgsql;
using NpgsqlTypes;
using static Mxit.Platform.PostgreSql.Parameters;

namespace Mxit.Platform.PostgreSql;

/// <summary>Counts what waits for people when <see cref="SpoolLimits"/> wants to know.</summary>
internal sealed class PostgresSpool(NpgsqlConnection connection, SpoolLimits limits)
{
    private const string Count = """
        SELECT c.owner, c.peer,
            (SELECT count(*) FROM (
                SELECT FROM "InboxEntries" AS e
                WHERE e."OwnerId" = c.owner AND e."State" = 0 AND e."PeerId" = c.peer
                    AND e."ExpiresUtc" > $3
                LIMIT $4) AS one),
            (SELECT count(*) FROM (
                SELECT FROM "InboxEntries" AS e
                WHERE e."OwnerId" = c.owner AND e."State" = 0 AND e."ExpiresUtc" > $3
                LIMIT $5) AS every)
        FROM unnest($1::text[], $2::text[]) AS c(owner, peer)
        """;

    /// <summary>Sees to it that there is a response for each of these messages.</summary>
    public async Task ScalarAsync(List<LoggedMessage> messages, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var pairs = new Dictionary<(string Owner, string Peer), int>();
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            foreach (var userId in message.Recipients.Split(','))
            {
                pairs[(userId, message.SenderId)] = pairs.GetValueOrDefault((userId, message.SenderId)) + 1;
                owners[userId] = owners.GetValueOrDefault(userId) + 1;
            }
        }

        var asked = pairs.Where(pair => limits.MustAsk(pair.Key.Owner, pair.Key.Peer, pair.Value, owners[pair.Key.Owner]))
            .Select(pair => pair.Key).ToList();
        if (asked.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(Count, connection);
        command.Parameters.Add(Array(asked.ConvertAll(pair => pair.Owner), NpgsqlDbType.Text));
        command.Parameters.Add(Array(asked.ConvertAll(pair => pair.Peer), NpgsqlDbType.Text));
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = nowUtc });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limits.MaxWaitingFromOne });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limits.MaxWaiting });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            limits.Learn(rows.GetString(0), rows.GetString(1), (int)rows.GetInt64(2), (int)rows.GetInt64(3));
        }
    }
}
