using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>Two people who are to be friends.</summary>
/// <param name="First">The smaller one of the two user ids, as text.</param>
/// <param name="Second">The other one.</param>
internal readonly record struct FriendPair(string First, string Second);

/// <summary>
/// Writes many friendships at once. By a statement of its own, which both databases understand: row by row a real graph would
/// take minutes on PostgreSQL.
/// </summary>
internal sealed class ContactImportStore(UnitsOfWork units)
{
    private const int PairsInStatement = 500;

    private static readonly string FullStatement = Statement(PairsInStatement);

    /// <summary>Makes each pair contacts of each other, in one transaction; blocks stay.</summary>
    /// <returns>How many of the pairs were not contacts yet.</returns>
    public async Task<int> ConnectAsync(
        IReadOnlyCollection<FriendPair> pairs, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var work = await units.BeginAsync(cancellationToken);
        await work.HoldAsync([.. pairs.Select(pair => ContactKeys.OfPair(pair.First, pair.Second))], cancellationToken);
        var written = 0;
        foreach (var some in pairs.Chunk(PairsInStatement))
        {
            written += await work.Context.Database.ExecuteSqlRawAsync(
                some.Length == PairsInStatement ? FullStatement : Statement(some.Length),
                [ContactKeys.DefaultGroup, nowUtc, .. some.SelectMany(pair => (object[])[pair.First, pair.Second])],
                cancellationToken);
        }

        await work.CommitAsync(cancellationToken);

        // An accepted entry never stands alone, so both of a pair were written, or neither.
        return written / 2;
    }

    // Placeholders are those of EF Core, which gives each its parameter.
    private static string Statement(int pairs)
    {
        var (person, accepted) = ((int)ContactType.User, (int)SubscriptionType.Both);
        var sql = new StringBuilder(
            """INSERT INTO "Contacts" ("OwnerId", "PeerId", "Type", "Subscription", "Blocked", "Group", "CreatedUtc") VALUES """);
        for (var pair = 0; pair < pairs; pair++)
        {
            var (first, second) = (2 + (2 * pair), 3 + (2 * pair));
            sql.Append(pair == 0 ? "" : ", ").Append(
                CultureInfo.InvariantCulture,
                $"({{{first}}}, {{{second}}}, {person}, {accepted}, false, {{0}}, {{1}}), ({{{second}}}, {{{first}}}, " +
                $"{person}, {accepted}, false, {{0}}, {{1}})");
        }

        return sql.Append(
            CultureInfo.InvariantCulture,
            $"""
             ON CONFLICT ("OwnerId", "PeerId") DO UPDATE SET "Subscription" = {accepted} WHERE "Contacts"."Subscription" <> {accepted}
            """).ToString();
    }
}
