using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.SignIn;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Accounts;

public abstract class AccountTests(TestServer server)
{
    private AccountService Accounts => server.Services.GetRequiredService<AccountService>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_person_gets_a_user_id_and_can_sign_in()
    {
        var result = await Accounts.CreateAsync("Erin.1", "a long pass phrase with ünïcode", null, Stop);
        Assert.True(result.IsDone);
        Assert.Matches("^m[1-9][0-9]{10}$", result.Value.UserId);
        Assert.Equal(result.Value.UserId, (await Accounts.FindOrNullAsync("ERIN.1", Stop))!.UserId);
        var signIn = server.Services.GetRequiredService<SignInService>();
        var place = new SignInPlace(IPAddress.Loopback, null, "test");
        Assert.NotNull((await signIn.TryAsync("erin.1", "a long pass phrase with ünïcode", place, Stop)).Person);
        Assert.Null((await signIn.TryAsync("erin.1", "another pass phrase", place, Stop)).Person);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("m12345678901", false)]
    [InlineData("jürgen", false)]
    [InlineData("alice", true)]
    [InlineData("ALICE", true)]
    [InlineData("demo", true)]
    public async Task Names_follow_the_rules_and_are_taken_once(string login, bool isTaken) =>
        Assert.Equal(
            isTaken ? AccountRefusals.LoginTaken(login) : AccountRefusals.LoginInvalid(login),
            (await Accounts.CreateAsync(login, "good enough", null, Stop)).Refusal);

    [Theory]
    [InlineData("short12")]
    [InlineData("password123")]
    [InlineData("frank.the.first")]
    public async Task O_50_weak_passwords_are_refused(string password) =>
        Assert.Equal(
            AccountRefusals.PasswordTooWeak, (await Accounts.CreateAsync("frank.the.first", password, null, Stop)).Refusal);

    [Fact]
    public async Task Of_those_who_want_a_name_at_once_one_gets_it()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Accounts.CreateAsync("wanted", "good enough", null, Stop)));
        Assert.Equal(1, results.Count(result => result.IsDone));
        Assert.Equal(7, results.Count(result => result.Refusal == AccountRefusals.LoginTaken("wanted")));
    }

    [Fact]
    public async Task O_32_who_is_removed_is_gone_and_the_user_id_stays_taken()
    {
        var directory = server.Services.GetRequiredService<PersonDirectory>();
        var person = (await Accounts.CreateAsync("leaving", "good enough", null, Stop)).Value!;
        Assert.Empty(await directory.FindUnknownAsync([person.UserId, "m10000000001"], Stop));
        Assert.Null(await Accounts.RemoveAsync("leaving", Stop));
        Assert.Equal([person.UserId], await directory.FindUnknownAsync([person.UserId, "m10000000001"], Stop));
        Assert.Null(await Accounts.FindOrNullAsync(person.UserId, Stop));
        Assert.DoesNotContain(await Accounts.ListAsync(Stop), listed => listed.UserId == person.UserId);
    }

    [Fact]
    public async Task The_directory_answers_from_memory_and_names_who_is_unknown()
    {
        var directory = server.Services.GetRequiredService<PersonDirectory>();
        string[] all = ["m10000000001", "m99999999999", "alice", "m10000000002", "x\0y"];
        Assert.Equal(["m99999999999", "alice", "x\0y"], await directory.FindUnknownAsync(all, Stop));
        var again = directory.FindUnknownAsync(["m10000000001", "m10000000002"], Stop).AsTask();
        Assert.True(again.IsCompletedSuccessfully);
        Assert.Empty(await again);
    }

    [Fact]
    public async Task Logins_are_found_in_any_case()
    {
        var found = await Accounts.FindUserIdsAsync(["Alice", "bob", "nobody"], Stop);
        Assert.Equal(["Alice", "bob"], found.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal("m10000000001", found["Alice"]);
    }

    [Theory]
    [InlineData("good-app", nameof(AppProfile.Strict), "https://example.org/cb", null)]
    [InlineData("books@mxit.com", nameof(AppProfile.Legacy), "http://example.org/cb", null)]
    [InlineData("alice", nameof(AppProfile.Strict), "https://example.org/cb", nameof(AppRefusals.ServiceNameTaken))]
    [InlineData("m123", nameof(AppProfile.Strict), "https://example.org/cb", nameof(AppRefusals.ServiceNameInvalid))]
    [InlineData("bad-app", nameof(AppProfile.Strict), "http://example.org/cb", nameof(AppRefusals.RedirectUriInvalid))]
    [InlineData("bad-app", nameof(AppProfile.Strict), "https://example.org/cb#x", nameof(AppRefusals.RedirectUriInvalid))]
    [InlineData("bad-app", nameof(AppProfile.Legacy), "javascript:alert(1)", nameof(AppRefusals.RedirectUriInvalid))]
    [InlineData("bad-app", nameof(AppProfile.Legacy), "/relative", nameof(AppRefusals.RedirectUriInvalid))]
    public async Task O_03_O_24_O_33_apps_follow_the_rules(string name, string profile, string redirectUri, string? refused)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<AppService>()
            .CreateAsync(new NewApp(name) { Profile = Enum.Parse<AppProfile>(profile), RedirectUris = [redirectUri] }, Stop);
        var expected = refused switch
        {
            nameof(AppRefusals.ServiceNameTaken) => AppRefusals.ServiceNameTaken(name),
            nameof(AppRefusals.ServiceNameInvalid) => AppRefusals.ServiceNameInvalid(name),
            nameof(AppRefusals.RedirectUriInvalid) => AppRefusals.RedirectUriInvalid(redirectUri),
            _ => null,
        };
        Assert.Equal(expected, result.Refusal);
        if (result.IsDone)
        {
            Assert.Matches("^[0-9a-f]{32}$", result.Value.App.ClientId);
            Assert.Matches("^[0-9a-f]{32}$", result.Value.Secret);
            Assert.DoesNotContain(result.Value.Secret, result.ToString(), StringComparison.Ordinal);
        }
    }
}

public sealed class AccountTestsOnSqlite(TestServer server) : AccountTests(server), IClassFixture<TestServer>;

public sealed class AccountTestsOnPostgreSql(PostgresTestServer server) : AccountTests(server), IClassFixture<PostgresTestServer>;
