using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Accounts;

/// <summary>Which passwords are taken, and how they are kept (O-50).</summary>
public sealed class PasswordTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AccountService Accounts => server.Services.GetRequiredService<AccountService>();

    public static TheoryData<string> Good =>
    [
        "8 chars!", "correct horse battery staple", "        x        ", "пароль длинный", "🙂🙃😀😁🙂🙃😀😁", "密码很长不容易猜到",
        "tab\tand\u0001control",
        "'; DROP TABLE Accounts; --", new string('x', 60) + "abcd", "a" + new string('b', 998) + "c", "ünïcödé päss",
    ];

    public static TheoryData<string> Refused =>
    [
        "", "short", "1234567", "🙂🙂", "🙂🙃😀😁", "password", "PASSWORD", "Password1", "password123", "P@ssw0rd", "passw0rd!",
        "12345678", "123456789", "1234567890",
        "0123456789", "87654321", "11111111", "aaaaaaaaaaaa", "abcabcabc", "12121212", "qwertyui", "qwerty123", "qwertyuiop",
        "asdfghjkl", "zxcvbnm123",
        "1qaz2wsx", "1q2w3e4r5t", "iloveyou", "iloveyou2", "letmein123", "welcome1", "monkey123", "dragon12", "sunshine1",
        "princess1",
        "football1", "baseball12", "superman1", "trustno1", "starwars", "whatever1", "michael123", "jennifer1", "charlie12",
        "abcd1234", "abc12345", "a1b2c3d4",
        "changeme1", "administrator", "admin1234", "mxit1234", "mxitmxit", "MxitPassword", "letmein!!", "qazwsxedc", "!@#$%^&*",
        "p@55w0rd", "1234qwer", "summer2024",
        "Winter2025!", "liverpool1", "chelsea123", "arsenal1", "jesus123", "blessed1", "manchester", "southafrica",
        "kaizerchiefs",
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public async Task O_50_any_text_of_8_characters_or_more_is_taken_whole(string password)
    {
        var login = NewLogin();
        Assert.True((await Accounts.CreateAsync(login, password, null, Stop)).IsDone);
        Assert.Equal(200, (await TryAsync(login, password)).Status);

        // Nothing is cut off, folded or trimmed.
        Assert.Equal(400, (await TryAsync(login, password + "x")).Status);
        Assert.Equal(400, (await TryAsync(login, password + " ")).Status);
        Assert.Equal(400, (await TryAsync(login, password[..^1])).Status);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task O_50_short_ones_and_those_that_everybody_tries_first_are_refused(string password) =>
        Assert.Equal(AccountRefusals.PasswordTooWeak, (await Accounts.CreateAsync(NewLogin(), password, null, Stop)).Refusal);

    [Fact]
    public async Task O_50_names_of_the_person_are_refused()
    {
        foreach (var password in new[] { "thandeka", "Thandeka1", "thandeka123!" })
        {
            Assert.Equal(AccountRefusals.PasswordTooWeak, (await Accounts.CreateAsync("thandeka", password, null, Stop)).Refusal);
        }
    }

    [Theory]
    [InlineData(1_025)]
    [InlineData(100_000)]
    public async Task O_50_what_is_too_long_is_refused_and_never_cut(int length)
    {
        var login = NewLogin();
        Assert.Equal(
            AccountRefusals.PasswordTooWeak,
            (await Accounts.CreateAsync(login, new string('x', length - 1) + "y", null, Stop)).Refusal);
        var password = string.Concat(Enumerable.Repeat("0123456789abcdef", 64));
        await Accounts.CreateAsync(login, password, null, Stop);
        Assert.Equal(200, (await TryAsync(login, password)).Status);
        Assert.Equal(400, (await TryAsync(login, password + new string('x', length))).Status);
    }

    [Fact]
    public async Task O_50_passwords_are_kept_as_argon2id_with_a_salt_each()
    {
        var (one, other) = (await HashOfNewAsync("the same password"), await HashOfNewAsync("the same password"));
        Assert.Matches(@"^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$", one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task O_50_many_at_once_do_not_take_the_memory_of_many()
    {
        var login = NewLogin();
        await Accounts.CreateAsync(login, "a long pass phrase", null, Stop);
        using var stop = new CancellationTokenSource();
        var peak = 0L;
        var before = ResidentBytes();
        var watching = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    peak = Math.Max(peak, ResidentBytes() - before);
                    Thread.Yield();
                }
            },
            stop.Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => TryAsync(login, "a long pass phrase")));
        await stop.CancelAsync();
        await watching;

        // All at once would be 950 MiB.
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.InRange(peak, 0, 400L << 20);
    }

    private static long ResidentBytes()
    {
        var fields = File.ReadAllText("/proc/self/statm", Encoding.ASCII).Split(' ');
        return long.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    private static string NewLogin() => $"p{Guid.NewGuid():N}"[..20];

    private async Task<Answer> TryAsync(string login, string password)
    {
        using var program = server.OpenBrowser();
        return await program.PostAsync(
            "/token",
            $"grant_type=password&scope=openid&username={login}&password={Uri.EscapeDataString(password)}",
            OAuthFlow.Basic);
    }

    private async Task<string> HashOfNewAsync(string password)
    {
        var person = (await Accounts.CreateAsync(NewLogin(), password, null, Stop)).Value!;
        await using var context = await server.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(Stop);
        return (await context.Set<Account>().SingleAsync(account => account.UserId == person.UserId, Stop)).PasswordHash!;
    }
}
