using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Profiles;
using Mxit.TestKit;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Profiles;

public sealed class PersonDirectoryTests
{
    private const string Thandi = "m20000000001";
    private const string Sipho = "m20000000002";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task A_card_holds_the_whole_profile_and_is_read_once(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "Thandi", new PersonProfile
        {
            StatusMessage = "hi",
            Mood = Mood.Happy,
            Availability = Availability.Busy,
            AboutMe = "a",
            FirstName = "b",
            LastName = "c",
            Title = "d",
            Gender = Gender.Female,
            RelationshipStatus = RelationshipStatus.Married,
            DateOfBirth = new DateOnly(1996, 2, 29),
            Email = "e",
            MobileNumber = "f",
            WhereAmI = "g",
            LanguageCode = "h",
            CultureName = "i",
            RegisteredCountryCode = "j",
            LastKnownCountryCode = "k",
            NetworkOperatorCode = "l",
        });
        var before = database.Statements.Count;

        var card = await database.CardAsync(Thandi);

        Assert.Equal(
            new PersonCard
            {
                UserId = Thandi,
                Login = "Thandi",
                DisplayName = "The Thandi",
                RegisteredUtc = database.Clock.GetStoredUtcNow(),
                ChangedUtc = database.Clock.GetStoredUtcNow(),
                StatusMessage = "hi",
                Mood = Mood.Happy,
                Availability = Availability.Busy,
                AboutMe = "a",
                FirstName = "b",
                LastName = "c",
                Title = "d",
                Gender = Gender.Female,
                RelationshipStatus = RelationshipStatus.Married,
                DateOfBirth = new DateOnly(1996, 2, 29),
                Email = "e",
                MobileNumber = "f",
                WhereAmI = "g",
                LanguageCode = "h",
                CultureName = "i",
                RegisteredCountryCode = "j",
                LastKnownCountryCode = "k",
                NetworkOperatorCode = "l",
            },
            card);
        Assert.Equal(DateTimeKind.Utc, card.RegisteredUtc.Kind);
        Assert.Same(card, await database.CardAsync(Thandi));
        Assert.Equal(before + 1, database.Statements.Count);
        Assert.DoesNotContain("hi", card.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Logins_count_in_any_case_and_cost_one_statement(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "Thandi.N-1_x");
        var before = database.Statements.Count;

        Assert.Equal(Thandi, (await database.CardAsync("THANDI.n-1_X")).UserId);
        Assert.Same(await database.CardAsync("thandi.n-1_x"), await database.CardAsync(Thandi));
        Assert.Equal(before + 1, database.Statements.Count);

        database.People.Forget(Thandi);
        Assert.Equal(Thandi, (await database.CardAsync("thandi.n-1_x")).UserId);
        Assert.Equal(before + 2, database.Statements.Count);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("m29999999999")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("x\0y")]
    [InlineData("jürgen")]
    public async Task Who_does_not_exist_is_not_found_and_counts_at_once_when_made(string name)
    {
        await using var database = await ProfileDatabase.CreateAsync(DatabaseBrand.Sqlite);
        await database.AddAsync(Thandi, "thandi");
        Assert.Null(await database.People.FindOrNullAsync(name, Stop));
        Assert.Null(await database.People.FindByUserIdOrNullAsync(name, Stop));
        if (name == "nobody")
        {
            await database.AddAsync(Sipho, name);
            Assert.Equal(Sipho, (await database.CardAsync(name)).UserId);
        }
    }

    [Fact]
    public async Task A_user_id_is_found_in_any_case()
    {
        await using var database = await ProfileDatabase.CreateAsync(DatabaseBrand.Sqlite);
        await database.AddAsync(Thandi, "thandi");
        Assert.Equal(Thandi, (await database.People.FindOrNullAsync(Thandi.ToUpperInvariant(), Stop))?.UserId);
        Assert.Equal(Thandi, (await database.People.FindByUserIdOrNullAsync(Thandi.ToUpperInvariant(), Stop))?.UserId);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task A_login_that_now_belongs_to_somebody_else_finds_them(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "taken");
        Assert.Equal(Thandi, (await database.CardAsync("taken")).UserId);
        await database.Inner.QueryAsync(async context =>
        {
            await context.Set<ReservedName>().ExecuteDeleteAsync();
            return await context.Set<Account>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Login, "renamed"));
        });
        await database.AddAsync(Sipho, "taken");

        database.People.Forget(Thandi);

        Assert.Equal("renamed", (await database.CardAsync(Thandi)).Login);
        Assert.Equal(Sipho, (await database.CardAsync("taken")).UserId);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Many_people_cost_one_statement_and_none_the_next_time(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        await database.AddAsync(Sipho, "sipho");
        _ = await database.CardAsync(Thandi);
        var before = database.Statements.Count;
        string[] wanted = [Thandi, Sipho, "m29999999999", Sipho, "thandi", "x\0y"];

        var found = await database.People.FindManyAsync(wanted, Stop);
        Assert.Equal([Thandi, Sipho], found.Keys.Order());
        Assert.Equal(before + 1, database.Statements.Count);

        Assert.Equal(2, (await database.People.FindManyAsync([Thandi, Sipho], Stop)).Count);
        Assert.Empty(await database.People.FindManyAsync([], Stop));
        Assert.Equal(before + 1, database.Statements.Count);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task A_read_that_began_before_a_change_does_not_bring_the_old_card_back(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        foreach (var read in new Func<Task>[]
            {
                () => database.People.FindByUserIdOrNullAsync(Thandi, Stop).AsTask(),
                () => database.People.FindOrNullAsync("thandi", Stop).AsTask(),
                () => database.People.FindManyAsync([Thandi], Stop).AsTask(),
            })
        {
            database.People.Forget(Thandi);
            var arrived = database.Statements.HoldNext();
            var slow = read();
            await arrived;

            // The slow read has the old row in hand. The change comes, and is committed and told, in between.
            var name = Guid.NewGuid().ToString();
            var changed = await database.Profiles.UpdateAsync(Thandi, new ProfileChanges { DisplayName = name }, Stop);
            Assert.Equal(Refusals.Done, changed.Kind());
            database.Statements.Release();
            await slow;

            Assert.Equal(name, (await database.CardAsync(Thandi)).DisplayName);
        }
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Readers_and_writers_at_once_leave_what_the_database_says(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        var writing = Task.Run(async () =>
        {
            for (var number = 0; number < 100; number++)
            {
                await database.Profiles.SetStatusMessageAsync(Thandi, $"{number}", Stop);

                // Whoever asks after a write was answered sees it.
                Assert.Equal($"{number}", (await database.CardAsync("thandi")).StatusMessage);
            }
        });
        var reading = Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
            {
                _ = await database.CardAsync(Thandi);
                database.People.Forget(Sipho);
            }
        }));

        await Task.WhenAll([writing, .. reading]);

        Assert.Equal("99", (await database.CardAsync(Thandi)).StatusMessage);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task What_another_process_changes_or_removes_is_noticed(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        await database.AddAsync(Sipho, "sipho");
        var accounts = database.Get<PersonDirectory>();
        database.Clock.Advance(TimeSpan.FromMinutes(5));
        await database.Changes.RefreshAsync(Stop);
        _ = await database.CardAsync(Thandi);
        _ = await database.CardAsync("sipho");
        Assert.Empty(await accounts.FindUnknownAsync([Thandi, Sipho], Stop));

        await database.RenameElsewhereAsync(Thandi, "New");
        await database.RemoveAsync(Sipho);
        Assert.Equal("The thandi", (await database.CardAsync(Thandi)).DisplayName);
        Assert.Equal("sipho", (await database.CardAsync(Sipho)).Login);
        await database.Changes.RefreshAsync(Stop);

        Assert.Equal("New", (await database.CardAsync(Thandi)).DisplayName);
        Assert.Null(await database.People.FindOrNullAsync("sipho", Stop));
        Assert.Null(await database.People.FindOrNullAsync(Sipho, Stop));
        Assert.Equal([Sipho], await accounts.FindUnknownAsync([Thandi, Sipho], Stop));
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task What_the_poll_misses_counts_after_the_age_however_often_it_is_asked_for(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(
            brand, settings => settings.DirectoryAge = TimeSpan.FromMinutes(1));
        await database.AddAsync(Thandi, "thandi");
        await database.AddAsync(Sipho, "sipho");
        _ = await database.CardAsync("thandi");
        Assert.Empty(await database.People.FindUnknownAsync([Thandi, Sipho], Stop));

        // No poll looks for changes here, as when it cannot read, or when the clock of who changed something is far behind.
        await database.RenameElsewhereAsync(Thandi, "New");
        await database.RemoveAsync(Sipho);
        var before = database.Statements.Count;
        for (var second = 0; second < 59; second++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("The thandi", (await database.CardAsync("thandi")).DisplayName);
            Assert.Equal("The thandi", (await database.CardAsync(Thandi)).DisplayName);
            Assert.Empty(await database.People.FindUnknownAsync([Thandi, Sipho], Stop));
        }

        Assert.Equal(before, database.Statements.Count);
        database.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([Sipho], await database.People.FindUnknownAsync([Thandi, Sipho], Stop));
        Assert.Equal([Thandi], (await database.People.FindManyAsync([Thandi, Sipho], Stop)).Keys);
        Assert.Null(await database.People.FindByUserIdOrNullAsync(Sipho, Stop));
        Assert.Null(await database.People.FindOrNullAsync("sipho", Stop));
        Assert.Equal("New", (await database.CardAsync("thandi")).DisplayName);
        Assert.Equal("New", (await database.CardAsync(Thandi)).DisplayName);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Changes_that_are_committed_late_or_by_a_slow_clock_are_noticed_too(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        database.Clock.Advance(TimeSpan.FromHours(1));
        await database.Changes.RefreshAsync(Stop);
        _ = await database.CardAsync(Thandi);

        await database.RenameElsewhereAsync(Thandi, "Late", database.Clock.GetStoredUtcNow() - TimeSpan.FromSeconds(9));
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        await database.Changes.RefreshAsync(Stop);

        Assert.Equal("Late", (await database.CardAsync(Thandi)).DisplayName);
    }

    [Fact]
    public async Task A_change_is_asked_for_again_only_once_however_often_the_poll_sees_it()
    {
        await using var database = await ProfileDatabase.CreateAsync(DatabaseBrand.Sqlite);
        await database.AddAsync(Thandi, "thandi");
        _ = await database.CardAsync(Thandi);
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        await database.RenameElsewhereAsync(Thandi, "New");
        await database.Changes.RefreshAsync(Stop);
        var card = await database.CardAsync(Thandi);

        await database.Changes.RefreshAsync(Stop);

        Assert.Equal("New", card.DisplayName);
        Assert.Same(card, await database.CardAsync(Thandi));
    }

    [Fact]
    public async Task A_read_that_another_process_overtook_does_not_bring_the_old_card_back()
    {
        await using var database = await ProfileDatabase.CreateAsync(DatabaseBrand.Sqlite);
        await database.AddAsync(Thandi, "thandi");
        database.Clock.Advance(TimeSpan.FromMinutes(5));
        await database.Changes.RefreshAsync(Stop);
        var arrived = database.Statements.HoldNext();
        var slow = database.CardAsync(Thandi);
        await arrived;
        await database.RenameElsewhereAsync(Thandi, "New");
        await database.Changes.RefreshAsync(Stop);

        database.Statements.Release();
        await slow;

        Assert.Equal("New", (await database.CardAsync(Thandi)).DisplayName);
    }

    [Fact]
    public async Task The_poll_goes_on_with_the_clock_also_when_it_jumps()
    {
        await using var database = await ProfileDatabase.CreateAsync(DatabaseBrand.Sqlite);
        await database.AddAsync(Thandi, "thandi");
        database.Get<Readiness>().Succeed("");
        var poll = database.Changes;
        await poll.StartAsync(Stop);
        foreach (var step in new[] { TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), TimeSpan.FromSeconds(1) })
        {
            _ = await database.CardAsync(Thandi);
            var name = $"{step} {Guid.NewGuid()}";
            database.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await database.RenameElsewhereAsync(Thandi, name);
            var before = database.Statements.Count;
            await WaitFor.ConditionAsync(
                () =>
                {
                    // The loop may not wait for the clock yet when it is first moved. Nobody but the loop asks the database here.
                    database.Clock.Advance(step);
                    return database.Statements.Count > before;
                },
                cancellationToken: Stop);
            await WaitFor.ConditionAsync(
                async () => (await database.CardAsync(Thandi)).DisplayName == name, cancellationToken: Stop);
        }

        await poll.StopAsync(Stop);
    }

    [Fact]
    public async Task Memory_is_bounded_and_keeps_those_who_are_asked_for()
    {
        await using var database = await ProfileDatabase.CreateAsync(
            DatabaseBrand.Sqlite, settings => settings.DirectoryCapacity = 100);
        await database.AddAsync(Thandi, "thandi");
        for (var number = 0; number < 400; number++)
        {
            await database.AddAsync($"m3{number:D10}", $"p{number}");
        }

        var favourite = await database.CardAsync(Thandi);
        var before = database.Statements.Count;
        for (var number = 0; number < 400; number++)
        {
            _ = await database.CardAsync($"m3{number:D10}");
            Assert.Same(favourite, await database.CardAsync(Thandi));
        }

        Assert.Equal(before + 400, database.Statements.Count);
        _ = await database.CardAsync("m30000000000");
        Assert.Equal(before + 401, database.Statements.Count);
    }
}
