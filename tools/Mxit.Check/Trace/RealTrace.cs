using System.Globalization;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.TestKit;

namespace Mxit.Check.Trace;

/// <summary>Who wrote to whom, and when, at a real university, with texts that real people wrote.</summary>
public static class RealTrace
{
    /// <summary>The password of everybody.</summary>
    public const string Password = "a password for all";

    private const string Messages = "college-messages.txt";
    private const string Texts = "sms-collection.tsv";

    /// <summary>Why it cannot be read; <see langword="null"/> when it can.</summary>
    public static string? MissingReason => SharedData.MissingReason(Messages) ?? SharedData.MissingReason(Texts);

    /// <summary>
    /// Reads the first messages, in the order in which they were sent. Skips the calling test where the data is missing.
    /// </summary>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<TraceMessage> Read(int count = int.MaxValue)
    {
        var texts = File.ReadLines(SharedData.Path(Texts)).Select(
            line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..])
            .Where(text => text.Length > 0).ToList();
        return [.. File.ReadLines(SharedData.Path(Messages)).Skip(1).Take(count).Select((line, index) =>
            line.Split(' ') is [var from, var to, _]
                ? new TraceMessage($"student{from}", $"student{to}", texts[index % texts.Count])
                : throw new InvalidDataException($"Line {index + 2} of {Messages} is not 'src dst time'."))];
    }

    /// <summary>Everybody who sends or receives.</summary>
    public static IReadOnlyList<string> People(IReadOnlyList<TraceMessage> trace) =>
        [.. trace.SelectMany(sent => new[] { sent.From, sent.To }).Distinct(StringComparer.Ordinal)];

    /// <summary>The user id of somebody in the trace.</summary>
    public static string UserId(string login) =>
        string.Create(
            CultureInfo.InvariantCulture, $"m3{int.Parse(login.AsSpan("student".Length), CultureInfo.InvariantCulture):D10}");

    /// <summary>
    /// Adds them, and makes contacts of those who write to each other: straight into the database, with a hash that is quickly
    /// checked, since passwords would take most of the time.
    /// </summary>
    internal static async Task AddPeopleAsync(
        MxitDbContext context, IReadOnlyList<TraceMessage> trace, CancellationToken cancellationToken)
    {
        var hash = Crowd.QuickHash(Password);
        foreach (var login in People(trace))
        {
            context.Add(new ReservedName { NormalizedName = login, OwnerId = UserId(login) });
            context.Add(new Account
            {
                UserId = UserId(login),
                Login = login,
                PasswordHash = hash,
                DisplayName = login,
                SecurityStamp = login,
                CreatedUtc = DateTime.UnixEpoch,
                ChangedUtc = DateTime.UnixEpoch,
            });
        }

        var pairs = trace.SelectMany(sent => new[] { (sent.From, sent.To), (sent.To, sent.From) }).Where(
            pair => pair.Item1 != pair.Item2);
        foreach (var (owner, peer) in pairs.Distinct())
        {
            context.Add(new ContactEntry
            {
                OwnerId = UserId(owner),
                PeerId = UserId(peer),
                Type = ContactType.User,
                Subscription = SubscriptionType.Both,
                Group = "MXit",
                CreatedUtc = DateTime.UnixEpoch,
            });
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>A message of the trace.</summary>
/// <param name="From">The login of who sends it.</param>
/// <param name="To">The login of who receives it.</param>
/// <param name="Text">What it says.</param>
public sealed record TraceMessage(string From, string To, string Text);
