using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// Who wrote to whom, and when, at a real university, with texts that real people wrote: sent through the client library,
/// read through the client library.
/// </summary>
public sealed class RealTraceTests
{
    private const int Count = 5_000;
    private const string Password = "a password for all";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_13_every_text_arrives_once_unchanged_and_in_order(DatabaseProvider provider)
    {
        var trace = ReadTrace();
        await using var server = await Server.StartAsync(provider);
        await AddPeopleAsync(server, trace);
        using var client = server.CreateClient();
        var people = new Dictionary<string, MxitUserClient>();
        foreach (var person in trace.SelectMany(sent => new[] { sent.From, sent.To }).Distinct())
        {
            people[person] = client.ForUser(await client.OAuth.SignInWithPasswordAsync(
                person, Password, [MxitScopes.MessageUser, MxitScopes.Messenger]));
        }

        await Parallel.ForEachAsync(
            trace.GroupBy(sent => sent.From),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (ofOne, stop) =>
            {
                foreach (var sent in ofOne)
                {
                    await people[sent.From].Messaging.SendUserToUserMessageAsync([UserId(sent.To)], sent.Text, stop);
                }
            });

        foreach (var toOne in trace.GroupBy(sent => sent.To))
        {
            var expected = toOne.Select(sent => (UserId(sent.From), sent.Text)).ToLookup(sent => sent.Item1, sent => sent.Text);
            var received = await WaitFor.ValueAsync(
                () => ReadAsync(people[toOne.Key]), texts => texts.Sum(peer => peer.Count()) >= toOne.Count());
            Assert.Equal(expected.Select(peer => peer.Key).Order(), received.Select(peer => peer.Key).Order());
            Assert.All(expected, peer => Assert.Equal(peer, received[peer.Key]));
        }
    }

    private static async Task<ILookup<string, string>> ReadAsync(MxitUserClient person)
    {
        var received = new List<(string Peer, string Text)>();
        await foreach (var message in person.Messenger.ReadAllAsync())
        {
            if (message.Direction == "in")
            {
                received.Add((message.Peer, message.Body));
            }
        }

        return received.ToLookup(message => message.Peer, message => message.Text);
    }

    private static List<Sent> ReadTrace()
    {
        var texts = File.ReadLines(SharedData.Path("sms-collection.tsv")).Select(line => line[(line.IndexOf('\t') + 1)..])
            .Where(text => text.Length > 0).ToList();
        return [.. File.ReadLines(SharedData.Path("college-messages.txt")).Skip(1).Take(Count).Select((line, index) =>
            line.Split(' ') is [var from, var to, _]
                ? new Sent($"student{from}", $"student{to}", texts[index % texts.Count])
                : throw new InvalidDataException($"Line {index + 2} is not 'src dst time'."))];
    }

    private static string UserId(string login) =>
        string.Create(CultureInfo.InvariantCulture, $"m3{int.Parse(login.AsSpan("student".Length), CultureInfo.InvariantCulture):D10}");

    // Straight into the database, with a hash that is quickly checked: passwords would take most of the test's time.
    private static async Task AddPeopleAsync(Server server, List<Sent> trace)
    {
        var quick = Options.Create(new PasswordHasherOptions { IterationCount = 1 });
        var hash = new PasswordHasher<object>(quick).HashPassword(new object(), Password);
        await using var context = await server.Get<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync();
        foreach (var login in trace.SelectMany(sent => new[] { sent.From, sent.To }).Distinct())
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

        var pairs = trace.SelectMany(sent => new[] { (sent.From, sent.To), (sent.To, sent.From) }).Where(pair => pair.Item1 != pair.Item2);
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

        await context.SaveChangesAsync();
    }

    private sealed record Sent(string From, string To, string Text);
}
