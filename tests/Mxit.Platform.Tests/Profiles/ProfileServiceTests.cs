using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Profiles;
using Mxit.Wire;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Profiles;

public sealed class ProfileServiceTests
{
    private const string Thandi = "m20000000001";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task An_update_changes_what_is_given_and_nothing_else(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi", new PersonProfile
        {
            FirstName = "Thandi",
            LastName = "N",
            Gender = Gender.Male,
            RelationshipStatus = RelationshipStatus.Single,
            AboutMe = "old",
        });
        var before = await database.CardAsync(Thandi);
        database.Clock.Advance(TimeSpan.FromMinutes(1));

        var result = await database.Profiles.UpdateAsync(
            Thandi, new UpdateProfileBody
            {
                AboutMe = "",
                Gender = 0,
                RelationshipStatus = 0,
                LastName = "Ngcobo",
                Title = " Dr ",
            }, Stop);

        Assert.Equal(Refusals.Done, result.Kind());
        Assert.Equal(
            before with
            {
                AboutMe = "",
                Gender = Gender.Female,
                RelationshipStatus = RelationshipStatus.Undefined,
                LastName = "Ngcobo",
                Title = " Dr ",
                ChangedUtc = database.Clock.GetStoredUtcNow(),
            },
            await database.CardAsync(Thandi));
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Every_member_can_be_set(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        var before = await database.CardAsync(Thandi);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        var all = new ProfileChanges
        {
            DisplayName = "Zeus",
            StatusMessage = "hi\nthere 😀",
            Mood = Mood.Happy,
            Availability = Availability.Connected,
            AboutMe = "Friendly",
            FirstName = "Joe",
            LastName = "Soap",
            Title = "Mr",
            Gender = Gender.Male,
            RelationshipStatus = RelationshipStatus.Single,
            DateOfBirth = new DateOnly(1990, 2, 10),
            Email = "joe@example.com",
            MobileNumber = "+27 (82) 123-4567",
            WhereAmI = "Cape Town",
            LanguageCode = "en",
            CultureName = "en-ZA",
            RegisteredCountryCode = "ZA",
            LastKnownCountryCode = "NA",
            NetworkOperatorCode = "65501",
        };

        Assert.Null(await database.Profiles.UpdateAsync(Thandi, all, Stop));

        Assert.Equal(
            before with
            {
                DisplayName = "Zeus",
                StatusMessage = "hi\nthere 😀",
                Mood = Mood.Happy,
                Availability = Availability.Connected,
                AboutMe = "Friendly",
                FirstName = "Joe",
                LastName = "Soap",
                Title = "Mr",
                Gender = Gender.Male,
                RelationshipStatus = RelationshipStatus.Single,
                DateOfBirth = new DateOnly(1990, 2, 10),
                Email = "joe@example.com",
                MobileNumber = "+27 (82) 123-4567",
                WhereAmI = "Cape Town",
                LanguageCode = "en",
                CultureName = "en-ZA",
                RegisteredCountryCode = "ZA",
                LastKnownCountryCode = "NA",
                NetworkOperatorCode = "65501",
                StateChangedUtc = database.Clock.GetStoredUtcNow(),
                ChangedUtc = database.Clock.GetStoredUtcNow(),
            },
            await database.CardAsync(Thandi));
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Updates_of_different_members_at_once_all_survive(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        for (var round = 0; round < 10; round++)
        {
            var text = $"{round}";
            await Task.WhenAll(
                database.Profiles.UpdateAsync(Thandi, new UpdateProfileBody { FirstName = text }, Stop),
                database.Profiles.UpdateAsync(Thandi, new UpdateProfileBody { LastName = text }, Stop),
                database.Profiles.UpdateAsync(Thandi, new UpdateProfileBody { Title = text, WhereAmI = text }, Stop),
                database.Profiles.SetStatusMessageAsync(Thandi, text, Stop));
            var card = await database.CardAsync(Thandi);
            Assert.Equal(
                [text, text, text, text, text],
                new[] { card.FirstName, card.LastName, card.Title, card.WhereAmI, card.StatusMessage });
        }
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task What_is_wrong_is_told_all_at_once_and_nothing_is_written(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        var before = await database.CardAsync(Thandi);

        var result = await database.Profiles.UpdateAsync(
            Thandi,
            new UpdateProfileBody
            {
                FirstName = "fine",
                DisplayName = " ",
                Gender = 7,
                Email = "nobody",
                MobileNumber = "call me",
            },
            Stop);

        Assert.Equal(RefusalKind.Invalid, result.Kind());
        Assert.All(
            ["DisplayName is empty", "Gender is 7; 0 (female) or 1 (male)", "Email is not", "MobileNumber is not"],
            fault => Assert.Contains(fault, result?.Text, StringComparison.Ordinal));
        database.People.Forget(Thandi);
        Assert.Equal(before, await database.CardAsync(Thandi));
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Who_is_not_there_cannot_be_changed_and_nothing_to_change_costs_nothing(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        var before = database.Statements.Count;
        Assert.Equal(Refusals.Done, (await database.Profiles.UpdateAsync(Thandi, new UpdateProfileBody(), Stop)).Kind());
        Assert.Equal(before, database.Statements.Count);
        Assert.Equal(RefusalKind.NotFound, (await database.Profiles.SetStatusMessageAsync("m29999999999", "x", Stop)).Kind());
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Status_mood_and_availability_are_the_state_and_the_rest_is_not(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        var registered = WireDate.FromUtc(database.Clock.GetStoredUtcNow());
        database.Clock.Advance(TimeSpan.FromHours(1));
        await database.Profiles.UpdateAsync(Thandi, new UpdateProfileBody { FirstName = "x" }, Stop);

        // Nobody has seen Thandi yet, and old clients need dates all the same.
        Assert.Equal(
            new PersonStateReply
            {
                Availability = Availability.Disconnected,
                IsOnline = false,
                LastModified = registered,
                LastOnline = registered,
                Mood = Mood.None,
            },
            database.States.Describe(await database.CardAsync(Thandi)));

        foreach (var change in new Func<Task<Refusal?>>[]
            {
                () => database.Profiles.SetStatusMessageAsync(Thandi, "hi", Stop),
                () => database.Profiles.UpdateAsync(Thandi, new StateBody(Mood: Mood.Stressed), Stop),
                () => database.Profiles.UpdateAsync(Thandi, new StateBody(Availability: Availability.Busy), Stop),
            })
        {
            database.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(Refusals.Done, (await change()).Kind());
            Assert.Equal(
                WireDate.FromUtc(database.Clock.GetStoredUtcNow()),
                database.States.Describe(await database.CardAsync(Thandi)).LastModified);
        }

        using var stream = database.Inner.News.Listen(Thandi);
        database.Clock.Advance(TimeSpan.FromHours(1));
        var now = database.Clock.GetUtcNow();
        Assert.Equal(
            new PersonStateReply
            {
                Availability = Availability.Busy,
                IsOnline = true,
                LastModified = now - TimeSpan.FromHours(1),
                LastOnline = now,
                Mood = Mood.Stressed,
                StatusMessage = "hi",
            },
            database.States.Describe(await database.CardAsync(Thandi)));
    }

    [Fact]
    public async Task What_nobody_stated_is_left_out_and_the_age_is_that_of_today_in_South_Africa()
    {
        await using var database = await ProfileDatabase.CreateAsync(DatabaseBrand.Sqlite);
        await database.AddAsync(Thandi, "thandi");
        var unknown = database.Profiles.DescribeFull(await database.CardAsync(Thandi));
        Assert.Equal((null, null, null), (unknown.Age, unknown.Gender, unknown.DateOfBirth));

        await database.Profiles.UpdateAsync(Thandi, new ProfileChanges { DateOfBirth = new DateOnly(2000, 5, 1) }, Stop);
        database.Clock.SetUtcNow(new DateTimeOffset(2026, 4, 30, 21, 59, 59, TimeSpan.Zero));
        Assert.Equal(25, database.Profiles.DescribeBasic(await database.CardAsync(Thandi)).Age);
        database.Clock.SetUtcNow(new DateTimeOffset(2026, 4, 30, 22, 0, 0, TimeSpan.Zero));
        Assert.Equal(26, database.Profiles.DescribeBasic(await database.CardAsync(Thandi)).Age);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Who_is_removed_leaves_nothing_of_the_profile_behind(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        await database.Profiles.UpdateAsync(
            Thandi, new ProfileChanges
            {
                Email = "t@example.com",
                FirstName = "Thandi",
                DateOfBirth = new DateOnly(1990, 1, 1),
                StatusMessage = "x"
            }, Stop);
        database.Clock.Advance(TimeSpan.FromMinutes(1));

        await database.RemoveAsync(Thandi);

        var row = await database.Inner.QueryAsync(context => context.Set<Account>().AsNoTracking().SingleAsync());
        Assert.Equivalent(new PersonProfile(), row.Profile, strict: true);
        Assert.Equal(database.Clock.GetStoredUtcNow(), row.ChangedUtc);
    }
}
